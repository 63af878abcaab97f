import Archives
import Clips
import Foundation
import Media
import Testing

/// What a clip may cost is a setting: over it the clip fails with its reason, and the one beside it is extracted.
@Suite struct ClipLimitsTests {
    private let folder: String
    private let tool: CommandLineTool

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "aadml-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder + "/clips/dog", withIntermediateDirectories: true)
        tool = CommandLineTool(folder: folder)
    }

    private func write(_ bytes: [UInt8], to name: String) throws { try Data(bytes).write(to: URL(fileURLWithPath: folder + "/" + name)) }

    /// A run over what lies in a folder or archive, in which one clip fails; what becomes of the clips.
    private func run(_ decode: String, _ source: String = "clips", pictures: Bool = true) throws -> (fates: Fates, errors: String) {
        let visual = pictures ? "{weights: {synthesize: 1}}" : "none"
        try write(.text("""
            name: n
            workspace: w
            until: extract
            dataset: {layout: folder, sources: [\(source)]}
            decode: {\(decode)}
            extract: {audio: {weights: {synthesize: 1}}, visual: \(visual)}
            """), to: "p.yaml")
        let outcome = try tool.run("run", "p.yaml", "--progress", "plain")
        #expect(outcome.code == 3, "\(outcome.errors)")
        return (try Fates(workspace: folder + "/w", source: folder + "/" + source), outcome.errors)
    }

    /// Two seconds.
    private func film(_ width: Int = 64, _ height: Int = 48, in container: String = "mp4") throws -> [UInt8] {
        try ForgedClip.clip(ForgedClip.format(container, width, height))
    }

    /// Some kilobytes that make the decoder work on large pictures.
    private func hugeFilm(_ width: Int = 7680, _ height: Int = 4320, seconds: Int) throws -> [UInt8] {
        var format = ForgedClip.format()
        format.video?.options["profile"] = "baseline"
        let film = try ForgedClip.clip(format, ticks: (0..<10 * seconds).map(Int64.init), seconds: Double(seconds))
        return DeclaredSize.changed(film, width: width, height: height)
    }

    @Test func aPictureOfMorePixelsThanAllowedIsTooLarge() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try write(try film(), to: "clips/dog/small.mp4")
        try write(try film(128, 96), to: "clips/dog/large.mp4")
        let (fates, errors) = try run("max_pixels: 4000")
        #expect(fates.fate(of: "dog/large.mp4", .visual) == .fails("too_large") && fates.fate(of: "dog/large.mp4", .audio) == .rows(2))
        #expect(fates.fate(of: "dog/small.mp4", .visual) == .rows(2))
        #expect(errors.contains("its picture of 128 x 96 exceeds the limit of 4000 pixels"), "\(errors)")
    }

    @Test func soundThatLastsLongerThanAllowedIsTooLong() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        for seconds in [2, 3] { try write(ForgedClip.wave(seconds: Double(seconds)), to: "clips/dog/\(seconds).wav") }
        let (fates, errors) = try run("max_seconds: 2.5", pictures: false)
        #expect(fates.fate(of: "dog/3.wav", .audio) == .fails("too_long") && fates.fate(of: "dog/2.wav", .audio) == .rows(2))
        #expect(errors.contains("dog/3.wav: its audio stream lasts over the limit of 2.5 s"), "\(errors)")
    }

    @Test func anEntryOfMoreBytesThanAllowedIsTooLarge() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let writer = try ArchiveWriter(path: folder + "/clips.tar.gz", format: .tarGzip)
        for seconds in [2, 3] { try writer.add(name: "dog/\(seconds).wav", bytes: ForgedClip.wave(seconds: Double(seconds))) }
        try writer.finish()
        let (fates, _) = try run("max_clip_bytes: 80000", "clips.tar.gz", pictures: false)
        #expect(fates.fate(of: "dog/3.wav", .audio) == .fails("too_large") && fates.fate(of: "dog/2.wav", .audio) == .rows(2))
    }

    @Test func aClipThatTakesLongerThanAllowedIsTimedOut() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try write(ForgedClip.wave(seconds: 2), to: "clips/dog/short.wav")
        try write(try hugeFilm(seconds: 20), to: "clips/dog/slow.mp4")
        let (fates, errors) = try run("max_decode_seconds: 2")
        for modality in Modality.allCases { #expect(fates.fate(of: "dog/slow.mp4", modality) == .fails("timed_out"), "\(errors)") }
        #expect(fates.fate(of: "dog/short.wav", .audio) == .rows(2))
        #expect(errors.contains("dog/slow.mp4: its decoder took longer than 2.0 s; raise decode.max_decode_seconds"), "\(errors)")
    }

    /// FFmpeg says that there is not enough, or the process ends over it.
    @Test(.enabled(if: !CommandLineTool.isSanitized)) func aClipThatTakesMoreMemoryThanAllowedFailsAlone() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try write(try film(), to: "clips/dog/small.mp4")
        try write(try hugeFilm(seconds: 2), to: "clips/dog/large.mp4")
        try write(try hugeFilm(8192, 8192, seconds: 2), to: "clips/dog/larger.mp4")
        let (fates, errors) = try run("max_decoder_bytes: 268435456, max_pixels: 67108864")
        #expect(fates.fate(of: "dog/larger.mp4", .visual) == .fails("library_error"), "\(errors)")
        let large = fates.fate(of: "dog/large.mp4", .visual)
        #expect(large == .fails("decoder_died") || large == .fails("library_error"), "\(errors)")
        #expect(fates.fate(of: "dog/small.mp4", .audio) == .rows(2) && fates.fate(of: "dog/small.mp4", .visual) == .rows(2))
    }

    @Test func codecsNobodyKnowsAreUnsupported() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var bytes = try film(in: "matroska")
        for (name, other) in [("V_MPEG4/ISO/AVC", "V_MPEG4/ISO/ZZZ"), ("A_AAC", "A_ZZZ")] {
            let place = try #require(bytes.indices.dropLast(name.utf8.count).first { bytes[$0..<$0 + name.utf8.count].elementsEqual(name.utf8) })
            bytes = bytes.replacing(at: place, with: .text(other))
        }
        try write(bytes, to: "clips/dog/foreign.mp4")
        try write(try film(in: "matroska"), to: "clips/dog/known.mp4")
        let (fates, errors) = try run("")
        #expect(fates.fate(of: "dog/foreign.mp4", .audio) == .fails("unsupported_codec"), "\(errors)")
        #expect(fates.fate(of: "dog/foreign.mp4", .visual) == .fails("unsupported_codec"))
        #expect(fates.fate(of: "dog/known.mp4", .audio) == .rows(2) && fates.fate(of: "dog/known.mp4", .visual) == .rows(2))
    }

    /// Samples whose squares no float holds; samples that are no numbers themselves are a matter of the decoder.
    @Test func featuresThatAreNoNumbersAreNotKept() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        for (name, level) in [("loud", 3e38), ("plain", 0.3), ("nan", Float.nan)] as [(String, Float)] {
            let encoder = try ClipEncoder(
                ClipFormat(container: "wav", audio: AudioEncoding(sampleRate: 16_000, channels: 1, codec: "pcm_f32le")), named: name)
            try encoder.add(samples: (0..<32_000).map { $0 % 7 < 3 ? level : -level })
            try write(try encoder.finish(), to: "clips/dog/\(name).wav")
        }
        let (fates, errors) = try run("", pictures: false)
        #expect(fates.fate(of: "dog/loud.wav", .audio) == .fails("not_finite"), "\(errors)")
        #expect(fates.fate(of: "dog/nan.wav", .audio) == .fails("unsupported_format"))
        #expect(fates.fate(of: "dog/plain.wav", .audio) == .rows(2))
    }
}
