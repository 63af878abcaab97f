import Files
import Foundation
import Reports
import Workflow

/// The files an experiment leaves beside its runs.
struct ExperimentFolder {
    let path: String

    init(workspace: String, experiment: String) { path = Workspace(path: workspace, run: experiment).runFolder }

    var results: String { path + "/results.json" }
    var markdown: String { path + "/table.md" }
    var csv: String { path + "/table.csv" }
    var latex: String { path + "/table.tex" }
    var page: String { path + "/index.html" }

    /// - Throws: `WorkflowError.cannotWrite`.
    func create() throws(WorkflowError) {
        do throws(FileError) { try makeFolders(path) } catch { throw .cannotWrite(path: path, reason: error.reason) }
    }

    func write(_ results: ExperimentResults) throws {
        let tables = ResultTable.all(results)
        try OutputFile.replace(self.results, with: try json(results))
        let notices = results.notices.map { "\n> \($0)\n" }.joined()
        try OutputFile.replace(markdown, with: Array((tables.map(\.markdown).joined(separator: "\n") + notices).utf8))
        try OutputFile.replace(csv, with: Array(results.csv.utf8))
        try OutputFile.replace(page, with: Array(ExperimentPage.html(results.page(tables)).utf8))
        try OutputFile.replace(latex, with: Array(tables.map(\.latex).joined(separator: "\n").utf8))
    }

    /// What the last run left; nil where there was none or it left something else.
    var lastResults: ExperimentResults? {
        FileManager.default.fileExists(atPath: results) ? try? readJSON(results, as: ExperimentResults.self, from: .evaluate) : nil
    }
}

extension ExperimentResults {
    fileprivate func page(_ tables: [ResultTable]) -> ExperimentContent {
        ExperimentContent(
            title: experiment, notices: notices,
            comparisons: tables.map { ExperimentContent.Comparison(caption: $0.caption, columns: $0.columns, rows: $0.rows) },
            variants: variants.map { Fact($0.name, $0.settings.isEmpty ? "as the base" : $0.settings.joined(separator: ", ")) })
    }
}
