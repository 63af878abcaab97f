import ArrayFiles
import Clips
import Files
import Foundation
import MediaAccess
import Settings
import Store
public import Workflow

/// A pipeline file opened on its workspace: its stages, and what they know.
public struct Pipeline {
    public let settings: PipelineSettings
    public let path: String
    public let workspace: Workspace
    let catalogue: Catalogue
    /// nil where the features come from a file of arrays.
    let cache: FeatureCache?
    let ledger: CatalogueLedger
    private let limit: FailureLimit
    /// Other runs of the workspace whose table and model are taken over where they are the same.
    private let siblings: [String]

    private let access: DatabaseAccess

    /// Opens a workspace to look at it: nothing is created or written there, and one that is not there yet is empty.
    ///
    /// - Throws: `StoreError`, ``StageError``.
    public init(reading settings: PipelineSettings, path: String) throws {
        try self.init(settings, path: path, limit: .none, sharingWith: [], .reading)
    }

    /// Opens a workspace to run the pipeline in it, making it where it is not there yet.
    ///
    /// - Parameter siblings: names of runs in this workspace whose table and model may be taken over instead of made again.
    /// - Throws: `WorkflowError`, `StoreError`, ``StageError``.
    public init(_ settings: PipelineSettings, path: String, limit: FailureLimit = .none, sharingWith siblings: [String] = []) throws {
        try Workspace(path: settings.workspace, run: settings.name).create()
        try self.init(settings, path: path, limit: limit, sharingWith: siblings, .writing)
    }

    private init(
        _ settings: PipelineSettings, path: String, limit: FailureLimit, sharingWith siblings: [String], _ access: DatabaseAccess
    ) throws {
        if settings.until > .extract, case .dataset = settings.origin, let missing = Modality.allCases.first(where: { !settings.extract.modalities.contains($0) }) {
            throw StageError.modalityMissing(missing)
        }
        self.settings = settings
        self.path = path
        self.limit = limit
        self.siblings = siblings
        self.access = access
        workspace = Workspace(path: settings.workspace, run: settings.name)
        catalogue = try Catalogue(path: workspace.catalogue, access: access)
        if case .dataset = settings.origin { cache = try FeatureCache(path: workspace.features, access: access) } else { cache = nil }
        ledger = CatalogueLedger(catalogue: catalogue, run: settings.name)
    }

    /// The stages in order, up to `until`.
    var stages: [any Stage] {
        var stages: [any Stage] = []
        switch settings.origin {
        case .dataset(let dataset):
            if let cache {
                stages.append(IngestStage(settings: dataset, decode: settings.decode, catalogue: catalogue))
                stages.append(ExtractStage(
                    settings: settings.extract, decode: settings.decode, sources: dataset.sources, catalogue: catalogue, cache: cache,
                    decodedFolder: workspace.decodedFolder, access: access, ledger: ledger, limit: limit))
            }
        case .features: break
        }
        stages += [
            shared(AssembleStage(
                settings: settings.assemble, resolved: resolved("assemble"), workspace: workspace, catalogue: catalogue,
                location: { try settings.featureLocation(catalogue, cache) })),
            // Copies: a history is written into, not replaced.
            shared(TrainStage(settings: settings.train, resolved: resolved("train"), workspace: workspace, ledger: ledger), by: .copy),
            EvaluateStage(settings: settings.evaluate, resolved: resolved("evaluate"), workspace: workspace, ledger: ledger),
            ReportStage(
                pipeline: settings, pipelinePath: path, workspace: workspace, catalogue: catalogue, cache: cache, ledger: ledger),
        ] as [any Stage]
        return stages.filter { stageNames.contains($0.name) }
    }

    private var stageNames: [String] { settings.stageNames.map(\.rawValue) }

    private func shared(_ stage: any Stage, by way: SharedStage.Way = .link) -> any Stage {
        siblings.isEmpty ? stage : SharedStage(stage: stage, way: way, siblings: siblings, workspace: workspace, ledger: ledger)
    }

    /// What a section came to; how often a training is saved changes no result.
    private func resolved(_ section: String) -> String { settings.resolved[section]?.omitting(["checkpoint_every"]).canonical ?? "" }
}

extension Pipeline {
    /// What would run, and why.
    public func plan(_ selection: StageSelection) throws -> [(stage: String, decision: StageDecision)] {
        try Runner(stages, ledger: ledger, selection: selection).plan()
    }

    /// Runs the pipeline, one run a workspace at a time.
    ///
    /// - Parameters:
    ///   - retry: forget recorded failures first: all of them, or those of one reason.
    /// - Throws: whatever a stage throws; `Interruption` after a signal.
    public func run(_ selection: StageSelection, retry: RetryChoice, _ context: RunContext) throws {
        let lock = try WorkspaceLock(workspace: workspace.path)
        if let holder = lock.leftBy { context.events.emit(.notice("the last run here (\(holder)) did not end by itself; this one goes on from what it finished")) }
        for path in Leftovers.remove(inOwnFolder: workspace.runFolder) { context.events.emit(.notice("\(path): half written, removed")) }
        try OutputFile.replace(workspace.resolvedSettings, with: Array(settings.resolved.yaml().utf8))
        try forgetFailures(retry, context)
        try checkInputs(of: selection)
        try Runner(stages, ledger: ledger, selection: selection).run(context)
        _ = consume lock
    }

    /// Missing files should be known before a long ingest, not after it; later stages alone need none of them.
    private func checkInputs(of selection: StageSelection) throws {
        guard case .dataset(let dataset) = settings.origin, readsClips(selection) else { return }
        for source in dataset.sources where fileStamp(source) == nil {
            throw StageError.sourceUnreadable(path: source, reason: String(cString: strerror(errno)))
        }
        if settings.until >= .extract { _ = try ExtractorIdentity.all(settings.extract, settings.decode, catalogue) }
    }

    /// Whether a selection of stages goes to the clips themselves.
    public func readsClips(_ selection: StageSelection) -> Bool {
        !selection.wanted(among: stageNames).isDisjoint(with: [StageName.ingest.rawValue, StageName.extract.rawValue])
    }

    private func forgetFailures(_ retry: RetryChoice, _ context: RunContext) throws {
        guard case .dataset = settings.origin, retry != .none else { return }
        let reason: String? = if case .reason(let reason) = retry { reason } else { nil }
        let identities = try ExtractorIdentity.all(settings.extract, settings.decode, catalogue)
        let count = try identities.reduce(0) { try $0 + catalogue.forgetFailures(of: $1.digest, reason: reason) }
        if let decoded = try DecodedStore(workspace.decodedFolder, settings.decode, access) {
            for modality in Modality.allCases { try decoded.index.forgetRefusals(of: decoded.recipe(modality), reason: reason) }
        }
        context.events.emit(.notice("\(count) recorded failures\(reason.map { " of reason '\($0)'" } ?? "") will be tried again"))
    }
}

/// Which recorded failures are tried again.
public enum RetryChoice: Sendable, Equatable {
    case none
    case all
    case reason(String)
}
