import Archives
import Clips
import DemoClips
import Foundation
import Kernels
import Media
@testable import Stages
import Testing
import Workflow

/// Clips that cannot be used are recorded with their reason, cost nothing else, and are not tried again unasked.
@Suite struct BadClipTests {
    fileprivate let scratch = Scratch()

    private func wav(seconds: Double) -> [UInt8] {
        WAVEncoder.encode((0..<Int(16_000 * seconds)).map { Float(sin(Double($0) * 0.05)) * 0.5 }, channels: 1, sampleRate: 16_000)
    }

    fileprivate func pipeline(_ sources: String, layout: String = "folder", extra: String = "") throws -> PipelineRun {
        try PipelineRun(scratch, """
            name: bad
            workspace: \(scratch.file("workspace"))
            until: extract
            dataset: {layout: \(layout), sources: [\(sources)], split: {ratio: [0.5, 0, 0.5], seed: 0}}
            extract: {audio: {weights: {synthesize: 1}}, visual: none}
            \(extra)
            """)
    }

    fileprivate func makeFolder() throws {
        try scratch.write(wav(seconds: 2), to: "clips/good/a.wav")
        try scratch.write(wav(seconds: 3), to: "clips/good/b.wav")
        try scratch.write(wav(seconds: 0.5), to: "clips/bad/short.wav")
        try scratch.write([UInt8](repeating: 0x5A, count: 4000), to: "clips/bad/noise.mp4")
        try scratch.write([], to: "clips/bad/empty.mp4")
        try scratch.write(Array(wav(seconds: 2).prefix(60)), to: "clips/bad/cut.wav")
    }

    @Test func everyBadClipHasItsReasonAndTheOthersTheirFeatures() throws {
        try makeFolder()
        let run = try pipeline(scratch.file("clips"))
        let recorder = try run.run()
        let reasons = Dictionary(recorder.failures.map { ($0.item, $0.reason) }, uniquingKeysWith: { first, _ in first })
        #expect(reasons["bad/short.wav"] == "too_short")
        #expect(reasons["bad/noise.mp4"] == "not_media")
        #expect(reasons["bad/empty.mp4"] == "empty")
        #expect(reasons["bad/cut.wav"] != nil)
        let status = try run.pipeline().status()
        #expect(status.features == ["audio": 2])
        #expect(status.failures.count == 4)
        #expect(status.isIncomplete)
    }

    /// With silence behind it a short clip has a row; clips that were long enough have the features they would have had.
    @Test func shortSoundIsPaddedOnRequest() throws {
        try scratch.write(wav(seconds: 2), to: "clips/good/a.wav")
        try scratch.write(wav(seconds: 0.5), to: "clips/bad/short.wav")
        try scratch.write(wav(seconds: 0), to: "clips/bad/silent.wav")
        let run = try pipeline(scratch.file("clips"))
        let recorder = try run.run(["extract.audio.too_short=pad"])
        #expect(recorder.failures.map(\.item) == ["bad/silent.wav"])
        #expect(try run.pipeline(["extract.audio.too_short=pad"]).status().features == ["audio": 2])
        // The setting is part of the fingerprint.
        #expect(try run.run().failures.map(\.item).sorted() == ["bad/short.wav", "bad/silent.wav"])
    }

    @Test func failuresAreTriedAgainOnlyOnRequestOrWhenTheClipChanged() throws {
        try makeFolder()
        let run = try pipeline(scratch.file("clips"))
        try run.run()
        #expect(try run.run().ran.isEmpty)
        #expect(try run.run(retry: .reason("not_media")).failures.map(\.item) == ["bad/noise.mp4"])
        try scratch.write(wav(seconds: 4), to: "clips/bad/short.wav")
        let mended = try run.run()
        #expect(mended.ran["extract"] != nil)
        #expect(try run.pipeline().status().features == ["audio": 3])
    }

    @Test func anArchiveMemberOverTheLimitFailsAsTooLarge() throws {
        let writer = try ArchiveWriter(path: scratch.file("clips.tar.gz"), format: .tarGzip)
        try writer.add(name: "good/a.wav", bytes: wav(seconds: 1))
        try writer.add(name: "good/large.wav", bytes: wav(seconds: 5))
        try writer.finish()
        let run = try pipeline(scratch.file("clips.tar.gz"), extra: "decode: {max_clip_bytes: 100000}")
        #expect(try run.run().failures.map(\.reason) == ["too_large"])
        #expect(try run.pipeline().status().features == ["audio": 1])
    }

    @Test func tooManyFailuresStopTheRun() throws {
        try makeFolder()
        let run = try pipeline(scratch.file("clips"))
        let settings = try PipelineSettings(path: run.file)
        let pipeline = try Pipeline(settings, path: run.file, limit: .count(1))
        #expect(throws: StageError.self) {
            try pipeline.run(StageSelection(), retry: .none, RunContext(workers: 1, events: Recorder(), interruption: .never))
        }
    }

    @Test func aBrokenArchiveIsOneClearError() throws {
        let writer = try ArchiveWriter(path: scratch.file("clips.zip"), format: .zip)
        for index in 0..<4 { try writer.add(name: "good/\(index).wav", bytes: wav(seconds: 1)) }
        try writer.finish()
        let whole = try Data(contentsOf: URL(fileURLWithPath: scratch.file("clips.zip")))
        try scratch.write([UInt8](whole.prefix(whole.count / 2)), to: "clips.zip")
        #expect(throws: ArchiveError.self) { try pipeline(scratch.file("clips.zip")).run() }
    }

    @Test func extractionAloneNeedsAListOfSamples() throws {
        try makeFolder()
        let error = try #require(throws: StageError.self) { try pipeline(scratch.file("clips")).run(selection: StageSelection(only: "extract")) }
        #expect(error.description.contains("run the 'ingest' stage first"))
    }

    /// In a process of its own, because the count belongs to the process.
    @Test func extractionLeavesParallelismToTheWorkers() async {
        await #expect(processExitsWith: .success) {
            BLASThreads.count = 2
            let tests = BadClipTests()
            try tests.makeFolder()
            try tests.pipeline(tests.scratch.file("clips")).run()
            #expect(BLASThreads.count == 1)
        }
    }

    @Test func aMissingSourceAndMissingWeightsAreNamed() throws {
        #expect(throws: StageError.sourceUnreadable(path: scratch.file("nowhere"), reason: "No such file or directory")) {
            try pipeline(scratch.file("nowhere")).run()
        }
        try makeFolder()
        let run = try pipeline(scratch.file("clips"))
        #expect(throws: StageError.weightsMissing(path: scratch.file("none.safetensors"), network: "vggish")) {
            try run.run(["extract.audio.weights=\(scratch.file("none.safetensors"))"])
        }
    }
}
