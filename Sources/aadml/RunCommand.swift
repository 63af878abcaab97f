public import ArgumentParser
import Stages
public import Workflow

struct RunCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Run a pipeline or an experiment: every stage that is not fresh, and say why.",
        discussion: """
            Stages: ingest, extract, assemble, train, evaluate, report. A killed or stopped run goes on where it was. A file with the \
            key 'experiment' is run case by case, and its tables are printed.
            """)

    @OptionGroup var options: PipelineOptions

    @Option(help: "Run this stage alone.")
    var only: StageName?

    @Option(help: "Run from this stage on.")
    var from: StageName?

    @Option(help: "Run up to this stage.")
    var to: StageName?

    @Option(help: "Run this stage even if it is fresh; may be given several times.")
    var force: [StageName] = []

    @Option(help: ArgumentHelp("Worker threads for ingest and extract, threads for the rest (default: usable cores).", valueName: "N"))
    var workers: Int?

    @Flag(name: .customLong("dry-run"), help: "Say what would run and why, and do nothing.")
    var dryRun = false

    /// Not `.scanningForValue`, the default: with that, swift-argument-parser 1.8.2 drops the value of `--retry-failed=VALUE --another`.
    @Option(
        name: .customLong("retry-failed"), defaultAsFlag: Self.anyReason, parsing: .next,
        help: ArgumentHelp("Try clips again that failed before; with a reason, only those that failed for it.", valueName: "reason"))
    var retryFailed: String?

    @Option(name: .customLong("max-failures"), help: ArgumentHelp("Stop when more clips fail than this count, or share of the clips to do.", valueName: "N|P%"))
    var maxFailures: String?

    @Option(help: "How progress is shown on standard error: auto, plain, json or none.")
    var progress: ProgressStyle = .auto

    func validate() throws {
        if let workers, workers < 1 { throw ValidationError("--workers must be at least 1") }
        if only != nil, from != nil || to != nil { throw ValidationError("give --only, or --from and --to, not both") }
        if let maxFailures, FailureLimit(maxFailures) == nil { throw ValidationError("--max-failures takes a count or a percentage, such as 20 or 5%") }
        let reasons = [Self.anyReason] + FailureReason.allCases.map(\.code)
        if let retryFailed, !reasons.contains(retryFailed) {
            throw ValidationError("--retry-failed: no clip fails for '\(retryFailed)'; the reasons are \(reasons.dropFirst().joined(separator: ", "))")
        }
    }

    func run() throws {
        if try options.describesExperiment() { return try runExperiment() }
        let settings = try options.settings()
        let selection = try selection(settings)
        if dryRun {
            for (stage, decision) in try Pipeline(reading: settings, path: options.pipeline).plan(selection) { print("\(stage): \(decision.forPeople)") }
            return
        }
        let workspace = Workspace(path: settings.workspace, run: settings.name)
        try workspace.create()
        let display = ProgressDisplay(style: progress)
        defer { display.endLine() }
        let events = EventFanOut([display, try EventLog(path: workspace.log)])
        let context = RunContext(
            workers: workers ?? UsableCores.count, events: events, interruption: .watchingSignals(), serverCommand: DecodeServerCommand.arguments)
        let run = HealedRun(settings, path: options.pipeline, limit: maxFailures.flatMap(FailureLimit.init) ?? .none)
        let pipeline: Pipeline
        do {
            pipeline = try run(selection, retry: retry, context)
        } catch let error as StageError {
            if case .tooManyFailures = error { try printFailures(of: settings) }
            throw error
        }
        if let summary = try pipeline.resultSummary() { print(summary) }
        guard pipeline.readsClips(selection) else { return }
        let (isIncomplete, failures) = try pipeline.completeness()
        for line in failures.lines { print(line) }
        if isIncomplete {
            printError("some clips failed or lack a modality; 'aadml status \(options.pipeline)' lists them")
            throw ExitCode(3)
        }
    }

    /// What a run that is failing wholesale fails for.
    private func printFailures(of settings: PipelineSettings) throws {
        for line in try Pipeline(reading: settings, path: options.pipeline).completeness().failures.lines { print(line) }
    }

    /// What `--retry-failed` stands for without a value.
    private static let anyReason = "any"

    private var retry: RetryChoice {
        switch retryFailed {
        case nil: .none
        case Self.anyReason: .all
        case let reason?: .reason(reason)
        }
    }

    private func selection(_ settings: PipelineSettings) throws -> StageSelection {
        for stage in [only, from, to].compactMap(\.self) + force where !settings.stageNames.contains(stage) {
            throw UsageError("this pipeline has no stage '\(stage.rawValue)' (its stages: \(settings.stageNames.map(\.rawValue).joined(separator: ", ")); see 'until' and 'features')")
        }
        if let from, let to, from > to { throw UsageError("--from \(from.rawValue) comes after --to \(to.rawValue)") }
        return StageSelection(
            only: only?.rawValue, from: from?.rawValue, to: to?.rawValue, forced: Set(force.map(\.rawValue)))
    }
}

extension ProgressStyle: ExpressibleByArgument {}

extension StageDecision {
    fileprivate var forPeople: String {
        switch self {
        case .run(let why): "would run, because \(why)"
        case .upToDate: "up to date"
        case .notWanted: "not asked for"
        }
    }
}
