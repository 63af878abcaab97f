import Foundation

/// Runs stages in order, skipping what is fresh and saying why anything else is not.
public struct Runner {
    private let stages: [any Stage]
    private let ledger: any StageLedger
    private let selection: StageSelection

    public init(_ stages: [any Stage], ledger: any StageLedger, selection: StageSelection) {
        self.stages = stages
        self.ledger = ledger
        self.selection = selection
    }

    /// Each stage's decision as things are now. A stage after one that would run is decided by that alone, because
    /// what it would read does not exist yet. That outputs are there is looked at, their bytes are not.
    public func plan() throws -> [(stage: String, decision: StageDecision)] {
        let wanted = selection.wanted(among: stages.map(\.name))
        var upstream: String?
        var plan: [(stage: String, decision: StageDecision)] = []
        for stage in stages {
            guard wanted.contains(stage.name) else {
                plan.append((stage.name, .notWanted))
                continue
            }
            let decision = try upstream.map { .run(because: "after \($0), unless nothing changes there") } ?? decide(stage, readingOutputs: false)
            if case .run = decision, upstream == nil { upstream = stage.name }
            plan.append((stage.name, decision))
        }
        return plan
    }

    /// Runs what is wanted and not fresh.
    ///
    /// What earlier stages left is compared with what they wrote before a stage reads it.
    ///
    /// - Throws: whatever a stage throws; ``Interruption`` when a signal asked to stop; ``WorkflowError/damagedOutput(stage:detail:)``
    ///   of a stage that is not wanted. Finished stages stay finished.
    public func run(_ context: RunContext) throws {
        let wanted = selection.wanted(among: stages.map(\.name))
        var unread: [any Stage] = []
        for stage in stages {
            guard wanted.contains(stage.name) else {
                unread.append(stage)
                continue
            }
            try context.stopIfInterrupted()
            let decision = try decide(stage, readingOutputs: true)
            context.events.emit(.stage(stage.name, decision))
            guard case .run = decision else { continue }
            while let earlier = unread.popLast() { try check(earlier) }
            let start = ContinuousClock.now
            try ledger.forget(stage.name)
            let summary = try stage.run(context)
            let seconds = (ContinuousClock.now - start).seconds
            // Only now is it known what the stage read: ingest learns its sources' digests by reading them.
            try ledger.finish(
                stage.name, FinishedStage(try stage.fingerprint(), outputs: try OutputDigests(stage: stage).current()), seconds: seconds)
            context.events.emit(.finished(stage: stage.name, summary: summary, seconds: seconds))
        }
    }

    private func decide(_ stage: any Stage, readingOutputs: Bool) throws -> StageDecision {
        let finished = try ledger.finished(stage.name)
        let outputs = OutputDigests(stage: stage)
        return StageDecision.deciding(
            finished: finished?.fingerprint, current: try stage.fingerprint(),
            lost: outputs.missing ?? (readingOutputs ? finished.flatMap { outputs.damaged($0.outputs) } : nil),
            unfinished: try stage.unfinishedWork(), forced: selection.forced.contains(stage.name))
    }

    private func check(_ stage: any Stage) throws {
        guard let finished = try ledger.finished(stage.name), let detail = OutputDigests(stage: stage).damaged(finished.outputs) else { return }
        throw WorkflowError.damagedOutput(stage: stage.name, detail: detail)
    }
}

extension Duration {
    public var seconds: Double { Double(components.seconds) + Double(components.attoseconds) * 1e-18 }
}
