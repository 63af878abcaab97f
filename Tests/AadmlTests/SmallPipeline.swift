import Foundation
import Store

/// A pipeline over a few clips of a second, two classes of the demo's, that goes through every stage in about three seconds
/// of a processor, and what it leaves.
struct SmallPipeline {
    static let clips = 8
    let folder: String
    let tool: CommandLineTool

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "aadml-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        tool = CommandLineTool(folder: folder)
        let made = try tool.run("dataset", "synthesize", "--clips", "40", "--seconds", "1", "--to", "v.tar")
        guard made.code == 0 else { throw Failure(text: made.errors) }
    }

    struct Failure: Error { let text: String }

    /// Sound and pictures, or one of them alone, which ends with extract and takes a second.
    enum Extent { case whole, sound, pictures }

    func write(_ workspace: String, sources: String = "v.tar", _ extent: Extent = .whole) throws {
        let stages = """
            extract: {audio: {weights: {synthesize: 3}}, visual: {weights: {synthesize: 3}}}
            assemble: {visual: {post: {pca: 4}}}
            train: {hidden: 16, embedding: 8, epochs: 4, batch: 8}
            """
        let text = switch extent {
        case .whole: stages
        case .sound: "until: extract\nextract: {audio: {weights: {synthesize: 3}}, visual: none}\n"
        case .pictures: "until: extract\nextract: {audio: none, visual: {weights: {synthesize: 3}}}\n"
        }
        try Data("""
            name: run
            workspace: \(workspace)
            dataset: {layout: vegas, sources: [\(sources)], categories: [dog, drum], split: {ratio: [0.5, 0, 0.5]}}
            \(text)
            """.utf8).write(to: URL(fileURLWithPath: "\(folder)/\(workspace).yaml"))
    }

    /// Its archive as a folder, `VEGAS`.
    func unpack() throws {
        let unpacked = try tool.runShell("tar -xf v.tar")
        guard unpacked.code == 0 else { throw Failure(text: unpacked.errors) }
    }

    func run(_ workspace: String, _ arguments: String...) throws -> CommandLineTool.Outcome {
        try tool.run(["run", "\(workspace).yaml", "--progress", "plain"] + arguments)
    }

    func path(_ workspace: String, _ file: String) -> String { "\(folder)/\(workspace)/\(file)" }

    func features(_ workspace: String) -> String { path(workspace, "features/features.sqlite") }

    func bytes(_ workspace: String, _ file: String) throws -> Data { try Data(contentsOf: URL(fileURLWithPath: path(workspace, file))) }

    /// Everything a finished run leaves that has no time in it.
    func results(_ workspace: String) throws -> [String: Data] {
        var results: [String: Data] = [:]
        for file in ["table.safetensors", "transform.safetensors", "model.safetensors", "metrics.json", "rankings.json"] {
            results[file] = try bytes(workspace, "runs/run/\(file)")
        }
        let cache = try FeatureCache(path: features(workspace))
        let digests = try cache.extractors().flatMap { extractor in
            try cache.digests(of: extractor.fingerprint).map { "\(extractor.fingerprint) \($0.key) \($0.value)" }
        }
        results["features"] = Data(digests.sorted().joined(separator: "\n").utf8)
        return results
    }

    func remove() { try? FileManager.default.removeItem(atPath: folder) }
}
