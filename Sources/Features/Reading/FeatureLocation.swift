import Clips
import Files
import Foundation
import Store
import Workflow

/// Where features are: opened as often as they are read.
public enum FeatureLocation: Sendable {
    /// A workspace that holds one extractor's features for each modality.
    case workspace(path: String)
    /// The features that some extractors left in a workspace that is open.
    case cache(WorkspaceFeatures)
    /// A table that an assemble stage wrote.
    case table(path: String)
    /// A file or folder of any format of ``FeatureFormats``.
    case file(path: String)

    /// A workspace by its catalogue, anything else a file or folder of features.
    public init(_ path: String) {
        self = FileManager.default.fileExists(atPath: Workspace(path: path, run: "").catalogue) ? .workspace(path: path) : .file(path: path)
    }

    /// - Throws: ``FeatureError``, `StoreError`, `TensorFileError`.
    public func reader() throws -> FeatureReader {
        switch self {
        case .workspace, .cache: return try workspaceFeatures().reader()
        case .table(let path): return try FeatureReader(TableSource(try FeatureTable(path: path)), of: path)
        case .file(let path): return try FeatureReader(FeatureFormats.source(path), of: path)
        }
    }

    /// What is known of the clips before their rows are read; a file is read once for it.
    ///
    /// - Parameter check: called for each clip that is read; an error it throws ends the reading and passes on.
    /// - Throws: as ``reader()``, and what reading throws.
    public func index(check: () throws -> Void) throws -> FeatureIndex {
        switch self {
        case .workspace, .cache: try workspaceFeatures().index()
        case .table, .file: try FeatureIndex(reader(), check: check)
        }
    }

    /// SHA-256 over the ids, labels, parts and features of a workspace's samples; over the bytes of a table or file.
    ///
    /// - Throws: as ``reader()``, and `FileDigestError`.
    public func contentDigest() throws -> String {
        switch self {
        case .workspace, .cache: try workspaceFeatures().contentDigest()
        case .table(let path), .file(let path): try digestOfFiles(path)
        }
    }

    public var path: String {
        switch self {
        case .workspace(let path), .table(let path), .file(let path): path
        case .cache(let features): features.path
        }
    }

    /// The samples of a workspace with their features, where this is one.
    ///
    /// - Throws: ``FeatureError``, `StoreError`.
    func workspaceFeatures() throws -> WorkspaceFeatures {
        switch self {
        case .workspace(let path):
            let (catalogue, cache) = try Self.open(path)
            let extractors = try cache.extractors()
            for modality in Modality.allCases {
                let candidates = extractors.filter { $0.modality == modality }
                guard candidates.count <= 1 else {
                    throw FeatureError.ambiguousFeatures(
                        workspace: path, modality: modality, extractors: candidates.map { "\($0.network) \($0.fingerprint.prefix(8))" })
                }
            }
            return WorkspaceFeatures(catalogue, cache, extractors, path: path)
        case .cache(let features): return features
        case .table(let path), .file(let path): throw FeatureError.notAWorkspace(path: path)
        }
    }

    private static func open(_ path: String) throws -> (Catalogue, FeatureCache) {
        let workspace = Workspace(path: path, run: "")
        guard FileManager.default.fileExists(atPath: workspace.catalogue), FileManager.default.fileExists(atPath: workspace.features) else {
            throw FeatureError.notAWorkspace(path: path)
        }
        return (try Catalogue(reading: workspace.catalogue), try FeatureCache(reading: workspace.features))
    }
}
