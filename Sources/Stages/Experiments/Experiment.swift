import Foundation
import Locks
public import Workflow

/// An experiment: its cases run one after another, each with all cores, and their figures are compared.
public struct Experiment {
    public let settings: ExperimentSettings
    let path: String
    let limit: FailureLimit
    let folder: ExperimentFolder

    /// - Parameter path: the experiment's file, for people.
    public init(_ settings: ExperimentSettings, path: String, limit: FailureLimit = .none) {
        self.settings = settings
        self.path = path
        self.limit = limit
        folder = ExperimentFolder(workspace: settings.workspace, experiment: settings.name)
    }

    /// What an experiment came to.
    public struct Outcome: Sendable {
        /// The tables, for a terminal.
        public let tables: String
        public let finished: Int
        public let failed: Int
        /// Folder of `results.json` and the tables.
        public let folder: String
    }

    /// Runs the cases that are not fresh. One that fails is noted and the others go on; results are written after each.
    ///
    /// - Parameter forced: stages that run in every case even if they are fresh.
    /// - Throws: `Interruption` after a signal, `WorkflowError` when the workspace cannot be used. The next run goes on from there.
    public func run(forcing forced: Set<String> = [], _ context: RunContext) throws -> Outcome {
        try folder.create()
        var progress = ExperimentProgress(settings, events: context.events)
        var done = Cases()
        for (index, item) in settings.cases.enumerated() {
            try context.stopIfInterrupted()
            let sink = progress.begin(index)
            let siblings = forced.isEmpty ? settings.cases.map(\.settings.name) : settings.cases[..<index].map(\.settings.name)
            let outcome = Result { try run(item, siblings: siblings, forced, context, sink) }
            switch outcome {
            case .success(let figures): done.figures[index] = figures
            case .failure(let error):
                if stopsEverything(error) { throw error }
                done.failures[index] = "\(error)"
                context.events.emit(.failure(stage: "case", item: item.label, reason: "failed", message: "\(error)"))
            }
            progress.end(index, done.figures[index], worked: sink.hasWorked.value)
            if sink.hasWorked.value || done.failures[index] != nil { try folder.write(results(done)) }
        }
        let results = results(done, precisions: try precisions(of: done))
        try folder.write(results)
        return Outcome(
            tables: ResultTable.all(results).map(\.plain).joined(separator: "\n") + results.notices.map { "\($0)\n" }.joined(),
            finished: done.figures.count, failed: done.failures.count, folder: folder.path)
    }

    /// What is known of the cases so far, by their index.
    private struct Cases {
        var figures: [Int: CaseFigures] = [:]
        var failures: [Int: String] = [:]
    }

    private func run(
        _ item: ExperimentCase, siblings: [String], _ forced: Set<String>, _ context: RunContext, _ sink: CaseEvents
    ) throws -> CaseFigures {
        let workspace = Workspace(path: item.settings.workspace, run: item.settings.name)
        try workspace.create()
        let events = EventFanOut([sink, try EventLog(path: workspace.log)])
        let selection = StageSelection(to: StageName.evaluate.rawValue, forced: forced)
        let run = HealedRun(item.settings, path: path, limit: limit, sharingWith: siblings)
        _ = try run(selection, retry: .none, RunContext(
            workers: context.workers, events: events, interruption: context.interruption, serverCommand: context.serverCommand))
        return try CaseFigures(metrics: workspace.metrics)
    }

    /// A signal, or a workspace no case can use.
    private func stopsEverything(_ error: any Error) -> Bool { error is Interruption || error is WorkflowError }

    private func results(_ cases: Cases, precisions: [Int: AveragePrecisionFile] = [:]) -> ExperimentResults {
        ResultsBuilder(settings: settings, figures: cases.figures, failures: cases.failures, precisions: precisions).results
    }

    /// What each finished case says of every query.
    private func precisions(of cases: Cases) throws -> [Int: AveragePrecisionFile] {
        try Dictionary(uniqueKeysWithValues: cases.figures.keys.map { index in
            let item = settings.cases[index].settings
            let path = Workspace(path: item.workspace, run: item.name).averagePrecision
            return (index, try readJSON(path, as: AveragePrecisionFile.self, from: .evaluate))
        })
    }
}
