import Clips
import DemoClips
import Extractors
@testable import Stages
import Store
import Testing
import Workflow

/// What is to be extracted is looked up once a run: with a million clips that takes seconds.
@Suite struct ExtractionPlanTests {
    private let scratch = Scratch()

    init() throws { _ = try DemoDataset(seed: 5, clips: 2, clipSeconds: 1).write(layout: .vegas, to: scratch.file("VEGAS.tar")) }

    private func pipeline() throws -> Pipeline {
        try PipelineRun(scratch, """
            name: n
            workspace: \(scratch.file("w"))
            until: extract
            dataset: {layout: vegas, sources: [\(scratch.file("VEGAS.tar"))]}
            extract: {audio: none, visual: {weights: {synthesize: 1}, tap: Mixed_5b}}
            """).pipeline()
    }

    /// Runs the stages as the pipeline does.
    private func run() throws -> (plans: Int, recorder: Recorder) {
        let pipeline = try pipeline(), stages = pipeline.stages, recorder = Recorder()
        try Runner(stages, ledger: pipeline.ledger, selection: StageSelection())
            .run(RunContext(workers: 1, events: recorder, interruption: .never))
        return (try #require(stages.compactMap { $0 as? ExtractStage }.first).plans.computed, recorder)
    }

    @Test func aRunWithMissingFeaturesComputesOnePlan() throws {
        let first = try run()
        #expect(first.plans == 1 && first.recorder.summary(of: "extract")?.hasPrefix("2 clips decoded") == true)

        let pipeline = try pipeline()
        let identity = try #require(try ExtractorIdentity.all(pipeline.settings.extract, pipeline.settings.decode, pipeline.catalogue).first)
        let cache = try #require(pipeline.cache)
        let lost = try #require(try cache.digests(of: identity.digest).keys.min())
        try cache.remove([CacheDamage(file: cache.path, sha256: lost, modality: "visual", detail: "")])
        let again = try run()
        #expect(again.recorder.ran["extract"] == "1 clips have no features yet")
        #expect(again.plans == 1 && again.recorder.summary(of: "extract")?.hasPrefix("1 clips decoded") == true)
        #expect(try cache.digests(of: identity.digest).count == 2)
        #expect(try run().recorder.ran.isEmpty)
    }

    /// A plan is good for the run that follows, and for the extractors it was made for.
    @Test func aRememberedPlanIsUsedOnceAndForItsOwnExtractors() throws {
        let pipeline = try pipeline()
        let stage = try #require(pipeline.stages.compactMap { $0 as? ExtractStage }.first)
        _ = try stage.unfinishedWork()
        let identities = try ExtractorIdentity.byModality(pipeline.settings.extract, pipeline.settings.decode, pipeline.catalogue)
        #expect(stage.plans.take(for: identities) != nil && stage.plans.take(for: identities) == nil)
        _ = try stage.unfinishedWork()
        var others = identities
        others.visual = nil
        #expect(stage.plans.take(for: others) == nil && stage.plans.take(for: identities) == nil)
    }
}
