import Clips
import Foundation
import Testing

/// Unlucky and hostile clips, made here, go through the real stages with isolated decoders: each is decoded right or recorded
/// with its reason, and the clips beside them come out as if they were alone.
@Suite struct BadClipCorpusTests {
    private let folder: String
    private let tool: CommandLineTool

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "aadml-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        tool = CommandLineTool(folder: folder)
    }

    @Test func eachClipIsDecodedOrRecordedAndTheRestIsUntouched() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let listener = try Listener()
        let good = [("sound", ForgedClip.wave(seconds: 3)), ("film", try ForgedClip.clip(ForgedClip.format(), ticks: Array(0..<30), seconds: 3))]
        for (name, bytes) in good { try write(bytes, to: "alone/good/\(name).mp4") }
        let secret = try ForgedClip.clip(ForgedClip.format(), ticks: Array(5..<45), seconds: 4)
        for name in ["secret.mp4", "secret/secret.mp4", "alone/secret/secret.mp4"] { try write(secret, to: name) }
        let clips = try OddClips.all() + SpoiltClips.all() + PointingClips.all(at: folder + "/secret/secret.mp4", secret, port: listener.port)
        #expect(clips.count >= 60)
        for (name, bytes) in good { try write(bytes, to: "all/good/\(name).mp4") }
        for clip in clips { try write(clip.bytes, to: "all/bad/\(clip.name).mp4") }

        let whole = try run("all")
        #expect(whole.code == 3, "\(whole.errors)")
        let fates = try Fates(workspace: folder + "/all-w", source: folder + "/all")
        for clip in clips {
            for (modality, expected) in [(Modality.audio, clip.audio), (.visual, clip.visual)] {
                let fate = fates.fate(of: "bad/\(clip.name).mp4", modality)
                #expect(fate == expected, "\(clip.name), \(modality.rawValue): \(fate.map { "\($0)" } ?? "nothing recorded"), expected \(expected)")
            }
        }
        #expect(try run("alone").code == 3)   // the sound has no picture
        let alone = try Fates(workspace: folder + "/alone-w", source: folder + "/alone")
        for (name, _) in good { #expect(fates.digests(of: "good/\(name).mp4") == alone.digests(of: "good/\(name).mp4")) }
        #expect(fates.digests(of: "good/film.mp4").count == 2)
        let secrets = alone.digests(of: "secret/secret.mp4")
        #expect(secrets.count == 2 && fates.allDigests.isDisjoint(with: secrets.values), "a file that a clip names was followed")
        #expect(!listener.wasCalled, "an address in a clip was followed")
    }

    /// Decoded as far as it goes or refused, within the memory and time a hostile file may cost.
    @Test(.enabled(if: !CommandLineTool.isSanitized)) func aSmallFileThatDeclaresAHugePictureCostsLittle() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let clips = try SpoiltClips.all().filter { $0.name.hasPrefix("huge-") || $0.name.hasPrefix("large-") }
        for clip in clips { try write(clip.bytes, to: "all/bad/\(clip.name).mp4") }
        try writeSettings("all")
        let start = ContinuousClock.now
        let (code, memory) = try tool.peakMemory(["run", "all.yaml", "--progress", "none", "--workers", "1"])
        #expect(ContinuousClock.now - start < .seconds(30))
        #expect(code == 3)
        #expect(memory > 1 << 28 && memory < 1 << 30, "\(memory >> 20) MiB")
        let fates = try Fates(workspace: folder + "/all-w", source: folder + "/all")
        for clip in clips {
            #expect(fates.fate(of: "bad/\(clip.name).mp4", .audio) == clip.audio, "\(clip.name)")
            #expect(fates.fate(of: "bad/\(clip.name).mp4", .visual) == clip.visual, "\(clip.name)")
        }
    }

    private func run(_ name: String) throws -> CommandLineTool.Outcome {
        try writeSettings(name)
        return try tool.run("run", "\(name).yaml", "--progress", "plain")
    }

    private func writeSettings(_ name: String) throws {
        try write(.text("""
            name: bad
            workspace: \(name)-w
            until: extract
            dataset: {layout: folder, sources: [\(name)]}
            decode: {max_decode_seconds: 60}
            extract: {audio: {weights: {synthesize: 1}}, visual: {weights: {synthesize: 1}}}
            """), to: "\(name).yaml")
    }

    private func write(_ bytes: [UInt8], to name: String) throws {
        let url = URL(fileURLWithPath: folder + "/" + name)
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: url)
    }
}

/// A port of this machine at which nobody should call.
private final class Listener {
    let port: UInt16
    private let descriptor: Int32   // owned

    init() throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(INADDR_LOOPBACK).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let descriptor = descriptor
        let status = withUnsafeMutablePointer(to: &address) { address in
            address.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(descriptor, address, length) == 0 && listen(descriptor, 16) == 0 && getsockname(descriptor, address, &length) == 0
            }
        }
        try #require(status)
        port = UInt16(bigEndian: address.sin_port)
    }

    deinit { close(descriptor) }

    var wasCalled: Bool { accept(descriptor, nil, nil) >= 0 }
}
