import Clips
import DemoClips
@testable import Stages
import Store
import Tensors
import Testing
import Workflow

/// A clip's features depend on the clip alone: not on its neighbours in a batch, the number of workers or a restart.
@Suite struct FeatureBitsTests {
    fileprivate let scratch = Scratch()

    fileprivate func features(_ workspace: String, workers: Int, first overrides: [String]? = nil) throws -> [String: [Float]] {
        let run = try PipelineRun(scratch, """
            name: bits
            workspace: \(scratch.file(workspace))
            until: extract
            dataset: {layout: vegas, sources: [\(scratch.file("VEGAS.tar"))]}
            extract: {audio: {weights: {synthesize: 1}, hop: 0.2}, visual: {weights: {synthesize: 1}}}
            """, file: workspace + ".yaml")
        if let overrides { try run.run(overrides, workers: workers) }
        try run.run(workers: workers)
        let cache = try #require(try run.pipeline().cache)
        var features: [String: [Float]] = [:]
        for extractor in try cache.extractors() {
            for sha256 in try cache.digests(of: extractor.fingerprint).keys {
                let record = try #require(try cache.features(of: sha256, extractor: extractor.fingerprint))
                features["\(extractor.modality.rawValue) \(sha256)"] = record.rows.values
            }
        }
        return features
    }

    /// At a hop of 0.2 s the fourteen clips have 84 rows of sound, more than a batch of the dense layers.
    ///
    /// In a process of its own: the number of BLAS threads, which decides the log-mel's bits, belongs to the process, and
    /// the training of other tests sets it while this one extracts.
    @Test func areTheSameInAnyCompany() async {
        await #expect(processExitsWith: .success) {
            let tests = FeatureBitsTests()
            _ = try DemoDataset(seed: 4, clips: 14, clipSeconds: 2).write(layout: .vegas, to: tests.scratch.file("VEGAS.tar"))
            let alone = try tests.features("one", workers: 1)
            #expect(alone.count == 28)
            #expect(try tests.features("two", workers: 2) == alone)
            #expect(try tests.features("restarted", workers: 1, first: ["dataset.categories=[drum, snoring, dog]"]) == alone)
        }
    }
}
