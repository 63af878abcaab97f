import Clips
import DemoClips
@testable import Stages
import Store
import Tensors
import Testing
import Workflow

/// A clip's features depend on the clip alone: not on its neighbours in a batch, the number of workers or a restart.
@Suite struct FeatureBitsTests {
    private let scratch = Scratch()

    private func features(_ workspace: String, workers: Int, first overrides: [String]? = nil) throws -> [String: [Float]] {
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
    @Test func areTheSameInAnyCompany() throws {
        _ = try DemoDataset(seed: 4, clips: 14, clipSeconds: 2).write(layout: .vegas, to: scratch.file("VEGAS.tar"))
        let alone = try features("one", workers: 1)
        #expect(alone.count == 28)
        #expect(try features("two", workers: 2) == alone)
        #expect(try features("restarted", workers: 1, first: ["dataset.categories=[drum, snoring, dog]"]) == alone)
    }
}
