import Clips
import FeatureExchange
import Foundation
import Store
import Workflow

/// Where features are read from: a workspace, a pipeline, or a file that `features export` could have written.
public enum FeatureOrigin: Sendable {
    case workspace(path: String)
    /// The features of the extractors a pipeline names.
    case pipeline(PipelineSettings)
    /// The table a pipeline assembled.
    case table(PipelineSettings)
    case file(path: String)

    /// A pipeline file by its ending, a workspace by its catalogue, anything else a file or folder of features.
    ///
    /// - Throws: `SettingsError`.
    public init(_ path: String) throws {
        if path.hasSuffix(".yaml") || path.hasSuffix(".yml") {
            self = .pipeline(try PipelineSettings(path: path))
        } else if FileManager.default.fileExists(atPath: Workspace(path: path, run: "").catalogue) {
            self = .workspace(path: path)
        } else {
            self = .file(path: path)
        }
    }

    /// - Throws: ``StageError``, `StoreError`, `ExchangeError`.
    func reader() throws -> any FeatureReader {
        switch self {
        case .workspace(let path):
            let (catalogue, cache) = try Self.open(workspace: path)
            let extractors = try cache.extractors()
            for modality in Modality.allCases {
                let candidates = extractors.filter { $0.modality == modality }
                guard candidates.count <= 1 else {
                    throw StageError.ambiguousFeatures(
                        workspace: path, modality: modality, extractors: candidates.map { "\($0.network) \($0.fingerprint.prefix(8))" })
                }
            }
            return try CacheReader(catalogue, cache, extractors, path: path)
        case .pipeline(let settings):
            if case .features(let path) = settings.origin { return try FeatureOrigin(path).reader() }
            let (catalogue, cache) = try Self.open(workspace: settings.workspace)
            let wanted = try ExtractorIdentity.all(settings.extract, settings.decode, catalogue).map(\.record)
            return try CacheReader(catalogue, cache, wanted, path: settings.workspace)
        case .table(let settings):
            return TableReader(try FeatureTable(path: Workspace(path: settings.workspace, run: settings.name).table))
        case .file(let path):
            return try ExchangeFormats.reader(path)
        }
    }

    private static func open(workspace path: String) throws -> (Catalogue, FeatureCache) {
        let workspace = Workspace(path: path, run: "")
        guard FileManager.default.fileExists(atPath: workspace.catalogue), FileManager.default.fileExists(atPath: workspace.features) else {
            throw StageError.notAWorkspace(path: path)
        }
        return (try Catalogue(path: workspace.catalogue), try FeatureCache(path: workspace.features))
    }
}
