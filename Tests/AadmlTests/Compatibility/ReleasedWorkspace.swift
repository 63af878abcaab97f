import Archives
import Foundation
import GRDB

/// The workspace that commit b283a79 made (Tests/References/compatibility_workspace.sh), with its sources and pipeline files, in a
/// folder of its own that is removed afterwards.
final class ReleasedWorkspace {
    static let golden = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().appending(path: "Golden")
    /// The pipeline files, without their extension.
    static let pipelines = ["dataset", "file", "experiment"]
    /// Folders of the results of all pipelines, under `workspace/runs`.
    static let runs = ["dataset", "file", "experiment/control/seed-0", "experiment/mean/seed-0"]
    /// What each stage writes to the folder of a run.
    private static let outputs = [
        "assemble": ["table.safetensors", "transform.safetensors"], "train": ["model.safetensors", "history.jsonl", "training.json"],
        "evaluate": ["metrics.json", "rankings.json", "average_precision.json"], "report": ["report/index.html"],
    ]
    /// The folder in which the script made it, which the catalogue names.
    private static let originalFolder = "/tmp/aadml-compatibility"
    /// 2026-01-01 00:00:00 UTC: the script gives it to all sources, and a source with another time is read again.
    private static let sourceTime = Date(timeIntervalSince1970: 1_767_225_600)

    let folder: String
    let tool: CommandLineTool

    struct Failure: Error, CustomStringConvertible { let description: String }

    init() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "aadml-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        // The command finds its working directory by its physical path.
        self.folder = folder.resolvingSymlinksInPath().path
        tool = CommandLineTool(folder: self.folder)
        for (name, bytes) in try archiveMembers(Self.golden.appending(path: "workspace-b283a79.tar.xz").path) {
            let file = URL(fileURLWithPath: path(name))
            try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(bytes).write(to: file)
        }
        let clips = try FileManager.default.contentsOfDirectory(atPath: path("more")).map { "more/\($0)" }
        for source in ["AVE.zip", "features.npz"] + clips {
            try FileManager.default.setAttributes([.modificationDate: Self.sourceTime], ofItemAtPath: path(source))
        }
        try relocateCatalogue()
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    func path(_ name: String) -> String { "\(folder)/\(name)" }

    private func relocateCatalogue() throws {
        let columns = [
            ("source", "path"), ("member", "source"), ("text", "source"), ("skipped", "source"), ("dataset_source", "path"),
            ("file_digest", "path"),
        ]
        try DatabaseQueue(path: path("workspace/catalogue.sqlite")).write { database in
            for (table, column) in columns {
                try database.execute(
                    sql: "UPDATE \(table) SET \(column) = replace(\(column), ?, ?)", arguments: [Self.originalFolder, folder])
            }
        }
    }

    /// Runs the command and decodes the JSON that it prints.
    func json<Value: Decodable>(_ type: Value.Type, _ arguments: String...) throws -> Value {
        let outcome = try tool.run(arguments)
        guard outcome.code == 0 else { throw Failure(description: "aadml \(arguments.joined(separator: " ")): \(outcome.errors)") }
        return try JSONDecoder().decode(Value.self, from: Data(outcome.output.utf8))
    }

    /// Runs a pipeline to the exit code that its data asks for: one clip of the dataset has too little sound.
    @discardableResult
    func run(_ pipeline: String, _ arguments: String...) throws -> CommandLineTool.Outcome {
        let outcome = try tool.run(["run", "\(pipeline).yaml", "--progress", "plain"] + arguments)
        guard outcome.code == 0 || (pipeline == "dataset" && outcome.code == 3) else {
            throw Failure(description: "aadml run \(pipeline).yaml \(arguments): exit code \(outcome.code), \(outcome.errors)")
        }
        return outcome
    }

    /// Bytes of the files that a run's stages wrote, by stage and name.
    func results(ofRun run: String) throws -> [String: [String: Data]] {
        try Self.outputs.mapValues { names in
            let files = names.map { (name: $0, path: path("workspace/runs/\(run)/\($0)")) }
            let present = files.filter { FileManager.default.fileExists(atPath: $0.path) }
            return try Dictionary(uniqueKeysWithValues: present.map { ($0.name, try Data(contentsOf: URL(fileURLWithPath: $0.path))) })
        }
    }

    /// A clip's features of one modality.
    struct Features: Equatable {
        let values: [Float]
        /// Start and end of each row, seconds.
        let times: [Double]
    }

    /// All features by modality, SHA-256 of the clip and fingerprint of the extractor.
    func features() throws -> [String: Features] {
        try DatabaseQueue(path: path("workspace/features/features.sqlite")).read { database in
            let rows = try Row.fetchAll(
                database, sql: "SELECT modality || ' ' || sha256 || ' ' || extractor AS key, data, times FROM feature")
            return Dictionary(uniqueKeysWithValues: rows.map { row in
                (row["key"], Features(values: numbers(row["data"]), times: numbers(row["times"])))
            })
        }
    }

    /// Empties the feature cache, so that the next run extracts every clip again.
    func removeFeatures() throws {
        try DatabaseQueue(path: path("workspace/features/features.sqlite")).write { try $0.execute(sql: "DELETE FROM feature") }
    }

    /// Processor and libraries that a stage's last run used, as the catalogue records them.
    func machine(ofStage stage: String) throws -> [String: String] {
        let text = try DatabaseQueue(path: path("workspace/catalogue.sqlite")).read {
            try String.fetchOne($0, sql: "SELECT provenance FROM stage WHERE run = 'dataset' AND name = ?", arguments: [stage])
        }
        let facts = try JSONDecoder().decode([String: String].self, from: Data((text ?? "{}").utf8))
        return facts.filter { !["aadml", "host", "seconds"].contains($0.key) }
    }
}

/// All files of an archive by name.
func archiveMembers(_ path: String) throws -> [String: [UInt8]] {
    let reader = try EntryReader(source: path)
    var members: [String: [UInt8]] = [:]
    while let entry = try reader.next() { members[entry.name] = try reader.readAll(limit: 1 << 24) }
    return members
}

/// Little-endian numbers as a file or database holds them.
func numbers<Value: BitwiseCopyable & ExpressibleByIntegerLiteral>(_ bytes: Data) -> [Value] {
    var result = [Value](repeating: 0, count: bytes.count / MemoryLayout<Value>.stride)
    result.withUnsafeMutableBytes { target in _ = bytes.copyBytes(to: target) }
    return result
}
