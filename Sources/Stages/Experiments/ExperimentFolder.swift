import Files
import Foundation
import Workflow

/// The files an experiment leaves beside its runs.
struct ExperimentFolder {
    let path: String

    init(workspace: String, experiment: String) { path = Workspace(path: workspace, run: experiment).runFolder }

    var results: String { path + "/results.json" }
    var markdown: String { path + "/table.md" }
    var csv: String { path + "/table.csv" }
    var latex: String { path + "/table.tex" }
    var log: String { path + "/log.jsonl" }

    /// - Throws: `WorkflowError.cannotWrite`.
    func create() throws(WorkflowError) {
        do {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        } catch {
            throw .cannotWrite(path: path, reason: (error as NSError).localizedDescription)
        }
    }

    func write(_ results: ExperimentResults) throws {
        let tables = ResultTable.all(results)
        try OutputFile.replace(self.results, with: try json(results))
        let notices = results.notices.map { "\n> \($0)\n" }.joined()
        try OutputFile.replace(markdown, with: Array((tables.map(\.markdown).joined(separator: "\n") + notices).utf8))
        try OutputFile.replace(csv, with: Array(results.csv.utf8))
        try OutputFile.replace(latex, with: Array(tables.map(\.latex).joined(separator: "\n").utf8))
    }

    /// What the last run left; nil where there was none or it left something else.
    var lastResults: ExperimentResults? {
        FileManager.default.fileExists(atPath: results) ? try? readJSON(results, as: ExperimentResults.self, from: .evaluate) : nil
    }
}
