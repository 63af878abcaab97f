import Files
import Foundation

/// Where a pipeline's files lie.
public struct Workspace: Sendable {
    public let path: String
    /// Name of the pipeline: its results are in `runs/<name>`.
    public let run: String

    public init(path: String, run: String) {
        self.path = path
        self.run = run
    }

    public var catalogue: String { path + "/catalogue.sqlite" }
    public var featuresFolder: String { path + "/features" }
    /// The shard this process writes.
    public var features: String { featuresFolder + "/features.sqlite" }
    /// Decoded media, where they are kept.
    public var decodedFolder: String { path + "/decoded" }
    public var runFolder: String { path + "/runs/" + run }
    public var resolvedSettings: String { runFolder + "/pipeline.yaml" }
    public var table: String { runFolder + "/table.safetensors" }
    public var transform: String { runFolder + "/transform.safetensors" }
    public var model: String { runFolder + "/model.safetensors" }
    public var history: String { runFolder + "/history.jsonl" }
    /// A training in progress; gone when it is finished.
    public var checkpoint: String { runFolder + "/checkpoint.safetensors" }
    public var training: String { runFolder + "/training.json" }
    public var metrics: String { runFolder + "/metrics.json" }
    public var rankings: String { runFolder + "/rankings.json" }
    public var averagePrecision: String { runFolder + "/average_precision.json" }
    public var report: String { runFolder + "/report/index.html" }
    public var log: String { runFolder + "/log.jsonl" }

    /// Makes the folders a run writes to.
    ///
    /// - Throws: `WorkflowError.cannotWrite`.
    public func create() throws(WorkflowError) {
        for folder in [featuresFolder, runFolder + "/report"] {
            do throws(FileError) { try makeFolders(folder) } catch { throw .cannotWrite(path: folder, reason: error.reason) }
        }
    }
}
