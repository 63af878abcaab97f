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
        return try featureLocation(Catalogue(reading: place.catalogue), FeatureCache(reading: place.features))
    }

    /// - Parameters:
    ///   - catalogue: of the pipeline's workspace.
    ///   - cache: of the same; nil where the pipeline extracts nothing.
    func featureLocation(_ catalogue: Catalogue, _ cache: FeatureCache?) throws -> FeatureLocation {
        if case .features(let path) = origin { return FeatureLocation(path) }
        guard let cache else { preconditionFailure("a pipeline with a dataset has a feature cache") }
        return .cache(WorkspaceFeatures(
            catalogue, cache, try ExtractorIdentity.all(extract, decode, catalogue).map(\.record), path: workspace))
    }

    /// The table that the pipeline assembled.
    public var tableLocation: FeatureLocation { .table(path: Workspace(path: workspace, run: name).table) }
}
