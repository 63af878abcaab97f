import Files
import Foundation

/// What every exported folder holds: the set's description, and the clips' entries where a format needs them.
enum SetFolder {
    static let indexFile = "index.jsonl"

    static func write(_ set: FeatureSet, to folder: OutputFolder) throws {
        try folder.write(Array((set.json + "\n").utf8), to: FeatureSet.descriptionFile)
    }

    /// nil for folders of other tools.
    ///
    /// - Throws: ``FeatureError/malformed(file:item:problem:)``.
    static func set(of folder: String) throws -> FeatureSet? {
        let path = folder + "/" + FeatureSet.descriptionFile
        guard let bytes = FileManager.default.contents(atPath: path) else { return nil }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw FeatureError.malformed(file: path, item: "the file", problem: "is not UTF-8")
        }
        return try FeatureSet(json: text, file: path)
    }

    /// Names in a folder that end so, sorted; empty if there is no such folder.
    static func names(in folder: String, ending: String) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).filter { $0.hasSuffix(ending) && !$0.hasPrefix(".") }.sorted()
    }
}
