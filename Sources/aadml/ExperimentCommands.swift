import ArgumentParser
import Foundation
import Settings
import Stages
import Workflow

extension PipelineOptions {
    /// Whether the file is an experiment, which the same commands take.
    func describesExperiment() throws -> Bool { try ExperimentSettings.describes(pipeline, overrides: overrides) }

    fileprivate func experiment(limit: FailureLimit = .none) throws -> Experiment {
        Experiment(try ExperimentSettings(path: pipeline, overrides: overrides), path: pipeline, limit: limit)
    }
}

extension RunCommand {
    /// Runs the cases that are not fresh and prints the tables; exit code 3 says that some failed, 1 that all did.
    func runExperiment() throws {
        if only != nil || from != nil || to != nil || retryFailed != nil {
            throw UsageError("an experiment runs its cases from end to end: --only, --from, --to and --retry-failed are for a pipeline")
        }
        let experiment = try options.experiment(limit: maxFailures.flatMap(FailureLimit.init) ?? .none)
        if dryRun { return print(try experiment.status().lines) }
        let display = ProgressDisplay(style: progress)
        let context = RunContext(
            workers: workers ?? UsableCores.count, events: display, interruption: .watchingSignals(), serverCommand: DecodeServerCommand.arguments)
        let outcome = try Result { try experiment.run(forcing: Set(force.map(\.rawValue)), context) }.ending(display).get()
        print(outcome.tables, terminator: "")
        print("results: \(outcome.folder)")
        guard outcome.failed > 0 else { return }
        printError("\(outcome.failed) of \(outcome.failed + outcome.finished) cases failed; run again to try them again")
        throw ExitCode(outcome.finished > 0 ? 3 : 1)
    }
}

extension StatusCommand {
    func showExperiment() throws {
        let status = try options.experiment().status()
        if json { return try printJSON(status) }
        print(status.lines)
    }
}

extension Result {
    /// Closes the line that redraws itself before anything else is printed.
    fileprivate func ending(_ display: ProgressDisplay) -> Self {
        display.endLine()
        return self
    }
}

extension ExperimentStatus {
    /// A line a case and a summary, for people.
    fileprivate var lines: String {
        let heading = "experiment \(experiment)\nresults    \(folder)\ncases      \(cases.count): \(count(of: .done)) done, \(count(of: .stale)) stale, "
            + "\(count(of: .failed)) failed, \(count(of: .notStarted)) not started"
        return ([heading] + cases.map(\.line)).joined(separator: "\n")
    }
}

extension ExperimentStatus.Case {
    fileprivate var line: String {
        let place = "seed \(seed)" + (fold.map { ", fold \($0)" } ?? "")
        return "  \(state.rawValue.padding(toLength: 12, withPad: " ", startingAt: 0))\(variant), \(place)" + (because.map { ": \($0)" } ?? "")
    }
}
