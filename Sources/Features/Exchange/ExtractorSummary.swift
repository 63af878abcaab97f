public import Clips
import Foundation
import Store
import Workflow

/// The features of one extractor in a workspace.
public struct ExtractorSummary: Codable, Sendable {
    public let modality: Modality
    public let network: String
    public let isSynthesized: Bool
    public let fingerprint: String
    /// What the fingerprint is made of.
    public let description: [String: String]
    public let clips: Int
    public let rows: Int
    public let columns: Int

    /// - Throws: ``FeatureError/notAWorkspace(path:)``, `StoreError`.
    public static func all(inWorkspace path: String) throws -> [ExtractorSummary] {
        let workspace = Workspace(path: path, run: "")
        guard FileManager.default.fileExists(atPath: workspace.features) else { throw FeatureError.notAWorkspace(path: path) }
        let cache = try FeatureCache(reading: workspace.features)
        return try cache.extractors().map { extractor in
            let counts = try cache.counts(of: extractor.fingerprint)
            let description = try? JSONDecoder().decode([String: String].self, from: Data(extractor.description.utf8))
            return ExtractorSummary(
                modality: extractor.modality, network: extractor.network, isSynthesized: extractor.synthesized,
                fingerprint: extractor.fingerprint, description: description ?? [:], clips: counts.clips, rows: counts.rows,
                columns: counts.columns)
        }
    }
}
