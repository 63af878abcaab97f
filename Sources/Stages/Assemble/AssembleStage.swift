import ArrayFiles
import Clips
import Digests
import Features
import Files
import Foundation
import Kernels
import Store
import Tensors
import Workflow

/// Makes the feature table of a pipeline, out of a workspace's features or of a file of any format.
struct AssembleStage: Stage {
    let settings: AssembleSettings
    let resolved: String
    let workspace: Workspace
    let catalogue: Catalogue
    /// Where the features are, as things are now.
    let location: () throws -> FeatureLocation

    let name = StageName.assemble.rawValue
    var outputs: [String] { [workspace.table, workspace.transform] }
    private static let version = "1"

    func fingerprint() throws -> Fingerprint {
        let location = try location()
        let ingredients = [Ingredient("version", Self.version), Ingredient("assemble", resolved)]
        if case .file(let path) = location {
            return Fingerprint(ingredients + [Ingredient("features", isFolder(path) ? try digestOfFiles(path) : try catalogue.digest(ofFile: path))])
        }
        return Fingerprint(ingredients + [Ingredient("features", try location.contentDigest())] + (try settings.parameterFiles(catalogue)))
    }

    func run(_ context: RunContext) throws -> String {
        BLASThreads.count = context.workers
        let location = try location()
        let result = try TableBuilder(settings: settings, context: context).build(from: location)
        try Safetensors.write(result.transform.dictionary, to: workspace.transform)
        try Safetensors.write(result.table.dictionary, to: workspace.table)
        let table = result.table
        let parts = Split.allCases.map { part in "\(table.rows(of: part).count) \(part.rawValue)" }.joined(separator: ", ")
        let components = result.transform.components.sorted { $0.key < $1.key }.map { modality, pca in
            ", \(modality.rawValue) reduced to \(pca.components.rows) principal components"
        }.joined()
        let origin = if case .file(let path) = location { " of \(table.classNames.count) classes from \(path)" } else { "" }
        return "\(table.ids.count) samples (\(parts))\(origin), audio \(table.audio.columns) wide, visual \(table.visual.columns) wide\(components)"
            + (result.dropped > 0 ? ", \(result.dropped) left out for want of a row in their event" : "")
            + table.remarks.map { ". \($0)" }.joined()
    }
}

extension AssembleSettings {
    /// The files that post-processing takes its parameters from, as ingredients.
    func parameterFiles(_ catalogue: Catalogue) throws -> [Ingredient] {
        try [(Modality.audio, audio), (.visual, visual)].compactMap { modality, chosen in
            guard let path = chosen.post.path else { return nil }
            guard FileManager.default.fileExists(atPath: path) else { throw FeatureError.parametersMissing(path: path, modality: modality) }
            return Ingredient("\(modality.rawValue) post", try catalogue.digest(ofFileOrFolder: path))
        }
    }
}

extension Catalogue {
    /// Of a folder, the digests of the files in it.
    fileprivate func digest(ofFileOrFolder path: String) throws -> String {
        guard isFolder(path) else { return try digest(ofFile: path) }
        let names = try FileManager.default.contentsOfDirectory(atPath: path).sorted()
        return SHA256.hex(of: try names.map { "\($0) \(try digest(ofFile: path + "/" + $0))\n" }.joined())
    }
}
