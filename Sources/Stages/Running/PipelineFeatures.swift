public import Features
import Foundation
import Store
import Workflow

extension PipelineSettings {
    /// The features that the pipeline trains on, for commands that read them: those of its extractors, or those that 'features' names.
    ///
    /// - Throws: `FeatureError.notAWorkspace` where nothing was ingested yet; ``StageError``, `StoreError`.
    public func featureLocation() throws -> FeatureLocation {
        let place = Workspace(path: workspace, run: name)
        if case .dataset = origin, !FileManager.default.fileExists(atPath: place.catalogue) { throw FeatureError.notAWorkspace(path: workspace) }
        return try featureLocation(Catalogue(path: place.catalogue))
    }

    /// - Parameter catalogue: of the pipeline's workspace, which remembers the digests of weights.
    func featureLocation(_ catalogue: Catalogue) throws -> FeatureLocation {
        switch origin {
        case .features(let path): FeatureLocation(path)
        case .dataset: .cache(workspace: workspace, extractors: try ExtractorIdentity.all(extract, decode, catalogue).map(\.record))
        }
    }

    /// The table that the pipeline assembled.
    public var tableLocation: FeatureLocation { .table(path: Workspace(path: workspace, run: name).table) }
}
