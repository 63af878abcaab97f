import Clips
import Foundation
import Store
import Workflow

extension CachedFeatures {
    /// The samples and features of another workspace, for a pipeline that only trains.
    ///
    /// - Throws: ``StageError/notAWorkspace(path:)``, ``StageError/ambiguousFeatures(workspace:modality:extractors:)``, `StoreError`.
    init(ofWorkspace path: String) throws {
        let workspace = Workspace(path: path, run: "")
        guard FileManager.default.fileExists(atPath: workspace.catalogue), FileManager.default.fileExists(atPath: workspace.features) else {
            throw StageError.notAWorkspace(path: path)
        }
        let catalogue = try Catalogue(path: workspace.catalogue)
        let cache = try FeatureCache(path: workspace.features)
        let extractors = try cache.extractors()
        for modality in Modality.allCases {
            let candidates = extractors.filter { $0.modality == modality }
            guard candidates.count == 1 else {
                throw StageError.ambiguousFeatures(
                    workspace: path, modality: modality, extractors: candidates.map { "\($0.network) \($0.fingerprint.prefix(8))" })
            }
        }
        try self.init(catalogue: catalogue, sources: try catalogue.sourcePaths(), cache: cache, extractors: extractors)
    }
}
