import Archives
import Clips
import DemoClips
import Foundation
import Media
@testable import MediaAccess
import Store
import Tensors
import Testing

/// A clip gives all sinks the same, whether it is decoded or read from persisted media.
@Suite struct ClipSourceTests {
    /// What a sink was given.
    private final class Taken {
        var duration: Double?
        var samples: [Float] = []
        var frames: [RGBImage] = []
        var times: [Double] = []

        func sink(_ modalities: Set<Modality> = Set(Modality.allCases)) -> ClipSink {
            ClipSink(
                opened: { [self] in duration = $0 }, samples: modalities.contains(.audio) ? { [self] in samples += $0 } : nil,
                frames: modalities.contains(.visual) ? { [self] in (frames, times) = (frames + [$0], times + [$1]) } : nil)
        }
    }

    private let scratch: Scratch
    private let bytes: MediaBytes
    private let member = Member(reference: MemberReference(source: 0, name: "dog.mp4"), size: 1, sha256: "abc", streams: [.audio, .visual])

    init() throws {
        scratch = try Scratch()
        _ = try DemoDataset(seed: 3, clips: 1, clipSeconds: 2).write(layout: .ave, to: scratch.file("AVE.tar"))
        let reader = try EntryReader(source: scratch.file("AVE.tar"))
        var found: MediaBytes?
        while let entry = try reader.nextReadable() {
            if entry.name.hasSuffix(".mp4"), case .whole(let bytes) = try EntryBytes(entry, from: reader, limit: 1 << 24, check: {}) { found = bytes }
        }
        bytes = try #require(found)
    }

    private var source: ClipSource { .media(bytes, name: "dog.mp4") }

    private func decode(_ source: ClipSource, _ settings: DecodeSettings, into sinks: [ClipSink]) throws -> DecodeSummary {
        try source.decode(by: .inProcess, settings, into: sinks, check: {})
    }

    @Test func everySinkGetsEverything() throws {
        let (first, second) = (Taken(), Taken())
        let summary = try decode(source, try decodeSettings("frames_per_second: 4").settings, into: [first.sink(), second.sink()])
        #expect(first.frames.count >= 8 && first.samples.count > 32_000 && first.samples.contains { $0 != 0 })
        #expect(first.samples == second.samples && first.frames == second.frames && first.times == second.times)
        #expect(summary.audio == .decoded(duration: try #require(duration(summary.audio)), units: first.samples.count))
        #expect(try #require(first.duration) > 1.9 && first.duration == second.duration)
    }

    private func duration(_ outcome: StreamOutcome) -> Double? { if case .decoded(let duration, _) = outcome { duration } else { nil } }

    @Test func aModalityThatNoSinkTakesIsNotDecoded() throws {
        let taken = Taken()
        let summary = try decode(source, try decodeSettings().settings, into: [taken.sink([.visual]), ClipSink()])
        #expect(summary.audio == .notWanted && taken.samples.isEmpty && taken.frames.count >= 2)
    }

    @Test func whatTheCheckThrowsEndsTheDecoding() throws {
        struct Stop: Error {}
        let taken = Taken(), settings = try decodeSettings().settings
        #expect(throws: Stop.self) { try source.decode(by: .inProcess, settings, into: [taken.sink()], check: { throw Stop() }) }
        #expect(taken.samples.isEmpty && taken.frames.isEmpty)
    }

    /// Records a clip as a worker does, and reads it back.
    private func persisted(_ settings: DecodeSettings, while sinks: [ClipSink]) throws -> ClipSource {
        let store = try #require(try DecodedStore(scratch.file("decoded"), settings, .writing))
        let writer = PersistedClipWriter(store, SampleAnnotations([]))
        let recording = ClipRecording(Set(Modality.allCases), settings, named: "dog.mp4")
        let summary = try decode(source, settings, into: recording.sinks(feeding: sinks))
        try recording.finish(check: {})
        #expect(try writer.write(recording, summary, of: member, extracted: []) == .persisted)
        try writer.close()
        let places = try Modality.allCases.map { try #require(try store.places($0)["abc"]) }
        #expect(Set(places).count == 1)
        var clip: PersistedClip?
        let damaged = try DecodedShardReader(store.path(places[0].shard)).read([places[0].key: places[0].digest]) { _, found in
            clip = found
            return true
        }
        #expect(damaged.isEmpty)
        return .persisted(try #require(clip))
    }

    @Test(arguments: ["{sound: wav, frames: png}", "{sound: flac, frames: jpg, quality: 70}", "{frames: jpg}"])
    func persistedMediaAreWhatTheSinksGotAtFirst(persist: String) throws {
        let settings = try decodeSettings("frames_per_second: 2, persist: \(persist)").settings
        let (plain, first, again) = (Taken(), Taken(), Taken())
        _ = try decode(source, settings, into: [plain.sink()])
        let clip = try persisted(settings, while: [first.sink()])
        let summary = try decode(clip, settings, into: [again.sink()])
        #expect(!first.samples.isEmpty && !first.frames.isEmpty)
        #expect(again.samples == first.samples && again.frames == first.frames && again.times == first.times && again.duration == first.duration)
        #expect((first.samples == plain.samples) == !persist.contains("flac"))
        #expect((first.frames == plain.frames) == !persist.contains("jpg"))
        #expect(summary.audio == .decoded(duration: try #require(duration(summary.audio)), units: again.samples.count))
    }

    /// Extraction needs no memory for a whole clip, recording does.
    @Test func aClipOverTheLimitIsNotPersistedAndFeedsTheSinksNevertheless() throws {
        let settings = try decodeSettings("persist: true, max_clip_bytes: 2000").settings
        let store = try #require(try DecodedStore(scratch.file("decoded"), settings, .writing))
        let recording = ClipRecording([.visual], settings, named: "dog.mp4"), taken = Taken()
        let summary = try decode(source, settings, into: recording.sinks(feeding: [taken.sink()]))
        try recording.finish(check: {})
        #expect(recording.isTooLarge && taken.frames.count >= 2 && taken.samples.count > 32_000)
        let writer = PersistedClipWriter(store, SampleAnnotations([]))
        #expect(try writer.write(recording, summary, of: member, extracted: [.visual]) == .refused)
        #expect(try store.refusals(.visual) == ["abc"] && store.refusals(.audio).isEmpty)
    }

    /// A lossy sound is embedded after the whole clip was decoded: the check is asked there, too.
    @Test func theCheckIsAskedWhileLossySoundIsHandedOver() throws {
        struct Stop: Error {}
        let settings = try decodeSettings("persist: {sound: flac}").settings
        let recording = ClipRecording([.audio], settings, named: "dog.mp4"), taken = Taken()
        _ = try decode(source, settings, into: recording.sinks(feeding: [taken.sink([.audio])]))
        #expect(taken.samples.isEmpty)
        #expect(throws: Stop.self) { try recording.finish(check: { throw Stop() }) }
        #expect(taken.samples.isEmpty)
    }
}
