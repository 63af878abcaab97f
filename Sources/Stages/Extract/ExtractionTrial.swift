public import Clips
public import Extractors
import Foundation
import Store
public import Workflow

/// The extract stage on a set of clips, to be measured: the same work as in a pipeline, with random weights, as often
/// as wanted, each time into a new feature cache.
public struct ExtractionTrial {
    private let pipeline: Pipeline
    private let dataset: DatasetSettings
    private let identities: PerModality<ExtractorIdentity?>
    private let networks: PerModality<(any LoadedExtractor)?>
    private let folder: String

    /// What one pass over the clips did and took.
    public struct Pass: Sendable {
        public let clips: Int
        public let failures: Int
        /// Feature rows: examples of sound and pictures.
        public let rows: PerModality<Int>
        /// From the first clip's reading to the last one's features on disk, with making the workers and without loading
        /// the networks.
        public let seconds: Double
        public let time: ExtractionTime
    }

    /// Lists the clips and loads the networks.
    ///
    /// - Parameters:
    ///   - source: an archive or a folder.
    ///   - layout: as in `dataset.layout`.
    ///   - folder: where the workspace goes; it must exist.
    /// - Throws: what a pipeline's ingest throws.
    public init(source: String, layout: String, precision: Precision, folder: String, _ context: RunContext) throws {
        let settings = try PipelineSettings(path: try Self.write(source, layout, precision, in: folder))
        guard case .dataset(let dataset) = settings.origin else { preconditionFailure("a trial without a dataset") }
        pipeline = try Pipeline(settings, path: "bench extraction")
        try pipeline.run(StageSelection(only: StageName.ingest.rawValue), retry: .none, context)
        identities = try ExtractorIdentity.byModality(settings.extract, settings.decode, pipeline.catalogue)
        networks = try settings.extract.loadNetworks { _ in true }
        self.dataset = dataset
        self.folder = folder
    }

    /// Extracts every clip that did not fail in an earlier pass.
    public func run(_ context: RunContext) throws -> Pass {
        let shard = folder + "/pass.sqlite"
        for ending in ["", "-wal", "-shm", "-journal"] { try? FileManager.default.removeItem(atPath: shard + ending) }
        let cache = try FeatureCache(path: shard)
        for case (_, let identity?) in identities { try cache.register(identity.record) }
        let plan = try ExtractionPlan(
            try pipeline.catalogue.samples(), members: try pipeline.catalogue.members(of: dataset.sources), identities: identities,
            catalogue: pipeline.catalogue, cache: cache, decoded: nil)
        let start = ContinuousClock.now
        let tally = try Extraction(
            settings: pipeline.settings.extract, decode: pipeline.settings.decode, sources: dataset.sources, catalogue: pipeline.catalogue,
            cache: cache, decoded: nil, identities: identities, networks: networks, limit: .none
        ).run(plan, context)
        let seconds = (ContinuousClock.now - start).seconds
        try context.stopIfInterrupted()
        return Pass(clips: tally.clips, failures: tally.failures, rows: tally.rows, seconds: seconds, time: tally.time)
    }

    private static func write(_ source: String, _ layout: String, _ precision: Precision, in folder: String) throws -> String {
        let path = folder + "/pipeline.yaml"
        let weights = ["weights": ["synthesize": 0]]
        // JSON is YAML, and quotes any path.
        let settings: [String: Any] = [
            "name": "bench", "workspace": folder + "/workspace", "until": StageName.extract.rawValue,
            "dataset": ["layout": layout, "sources": [source]],
            "extract": ["precision": precision.rawValue, "audio": weights, "visual": weights],
        ]
        try JSONSerialization.data(withJSONObject: settings).write(to: URL(fileURLWithPath: path))
        return path
    }
}
