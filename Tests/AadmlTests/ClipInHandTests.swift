import Foundation
import Store
import Testing

/// What a signal does to the clip in hand: one that is done in three seconds is saved, another is dropped and done again.
@Suite struct ClipInHandTests {
    private let pipeline: SmallPipeline

    init() throws { pipeline = try SmallPipeline() }

    @Test func aClipThatTakesLongIsDroppedAndDoneByTheNextRun() throws {
        defer { pipeline.remove() }
        let (run, _, saved) = try runWhoseDecoderIsHeld()
        let sent = ContinuousClock.now
        kill(run.processIdentifier, SIGTERM)
        run.waitUntilExit()
        let elapsed = ContinuousClock.now - sent
        #expect(elapsed > .seconds(2.9) && elapsed < .seconds(CommandLineTool.isSanitized ? 30 : 5), "\(elapsed)")
        #expect(run.terminationReason == .exit && run.terminationStatus == 143)
        let messages = try messages()
        #expect(messages.hasSuffix("stopped by SIGTERM; the next run goes on from here\n"), "\(messages)")
        #expect(try savedClips() == saved)
        let next = try pipeline.run("w")
        #expect(next.code == 0 && next.errors.contains("extract: \(SmallPipeline.clips - saved) clips decoded, 0 failures"), "\(next.errors)")
    }

    @Test func aClipThatIsSoonDoneIsSavedBeforeTheRunEnds() throws {
        defer { pipeline.remove() }
        let (run, decoder, saved) = try runWhoseDecoderIsHeld()
        let sent = ContinuousClock.now
        kill(run.processIdentifier, SIGINT)
        usleep(300_000)
        kill(decoder, SIGCONT)
        run.waitUntilExit()
        #expect(ContinuousClock.now - sent < .seconds(CommandLineTool.isSanitized ? 30 : 3))
        #expect(run.terminationReason == .exit && run.terminationStatus == 130)
        #expect(try savedClips() == saved + 1, "the clip in hand, and no other")
        let next = try pipeline.run("w")
        #expect(next.code == 0 && next.errors.contains("extract: \(SmallPipeline.clips - saved - 1) clips decoded, 0 failures"), "\(next.errors)")
    }

    /// A run whose one worker waits for a decoder that was stopped, and how many clips it has saved.
    private func runWhoseDecoderIsHeld() throws -> (Process, decoder: pid_t, saved: Int) {
        try pipeline.write("w", .pictures)
        try #require(try pipeline.run("w", "--only", "ingest").code == 0)
        _ = FileManager.default.createFile(atPath: log, contents: nil)
        let run = try pipeline.tool.start(
            ["run", "w.yaml", "--progress", "none", "--workers", "1"], errors: try FileHandle(forWritingTo: URL(fileURLWithPath: log)))
        let decoder = try #require(CommandLineTool.decoders(of: run).first)
        kill(decoder, SIGSTOP)
        // What the decoder had sent already is computed on.
        var saved = -1
        while run.isRunning, case let now = try savedClips(), now > saved {
            saved = now
            usleep(1_500_000)
        }
        try #require(run.isRunning && saved < SmallPipeline.clips - 1, "the run did not wait")
        return (run, decoder, saved)
    }

    private func savedClips() throws -> Int {
        guard FileManager.default.fileExists(atPath: pipeline.features("w")) else { return 0 }
        let cache = try FeatureCache(path: pipeline.features("w"))
        return try cache.extractors().first.map { try cache.digests(of: $0.fingerprint).count } ?? 0
    }

    private var log: String { pipeline.folder + "/messages" }

    private func messages() throws -> String { try String(contentsOfFile: log, encoding: .utf8) }
}
