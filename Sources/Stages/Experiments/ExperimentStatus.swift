import Foundation
import Workflow

/// How far an experiment is, case by case.
public struct ExperimentStatus: Codable, Sendable {
    public enum State: String, Codable, Sendable {
        case done
        /// Begun, or made with other settings or inputs.
        case stale
        case failed
        case notStarted = "not started"
    }

    public struct Case: Codable, Sendable {
        public let variant: String
        public let seed: Int
        public let fold: Int?
        public let state: State
        /// Why it is stale, or how it failed.
        public let because: String?
    }

    public let experiment: String
    /// Folder of the results.
    public let folder: String
    public let cases: [Case]

    public func count(of state: State) -> Int { cases.count { $0.state == state } }
}

extension Experiment {
    /// - Throws: `StoreError`, `WorkflowError` when the workspace cannot be read.
    public func status() throws -> ExperimentStatus {
        let failures = folder.lastResults?.failures ?? []
        let cases = try settings.cases.map { item in
            let failure = failures.first { $0.variant == item.variant && $0.seed == item.seed && $0.fold == item.fold }
            let (state, because) = try state(of: item, failure: failure?.reason)
            return ExperimentStatus.Case(variant: item.variant, seed: item.seed, fold: item.fold, state: state, because: because)
        }
        return ExperimentStatus(experiment: settings.name, folder: folder.path, cases: cases)
    }

    private func state(of item: ExperimentCase, failure: String?) throws -> (ExperimentStatus.State, String?) {
        guard FileManager.default.fileExists(atPath: Workspace(path: item.settings.workspace, run: item.settings.name).runFolder) else {
            return (.notStarted, nil)
        }
        let pipeline = try Pipeline(reading: item.settings, path: path)
        // The catalogue holds the samples of one fold at a time; of the others, training and evaluation can be judged.
        let selection = StageSelection(from: item.fold == nil ? nil : StageName.train.rawValue, to: StageName.evaluate.rawValue)
        let plan: [(stage: String, decision: StageDecision)]
        // An input that cannot be found fails its own cases only, here as in a run.
        do { plan = try pipeline.plan(selection) } catch { return (.failed, "\(error)") }
        for case (let stage, .run(let because)) in plan {
            return failure.map { (.failed, $0) } ?? (.stale, "\(stage): \(because)")
        }
        return (.done, nil)
    }
}
