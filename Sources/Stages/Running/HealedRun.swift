import Features
import Files
import Foundation
import MediaAccess
import Store
public import Workflow

/// Runs a pipeline, and where it meets damage in its own workspace, mends that first: what is damaged is made anew, the rest is
/// kept. Each kind of damage is mended once, so a failing disk ends a run.
public struct HealedRun {
    private let settings: PipelineSettings
    private let path: String
    private let limit: FailureLimit
    private let siblings: [String]
    private let workspace: Workspace

    public init(_ settings: PipelineSettings, path: String, limit: FailureLimit = .none, sharingWith siblings: [String] = []) {
        self.settings = settings
        self.path = path
        self.limit = limit
        self.siblings = siblings
        workspace = Workspace(path: settings.workspace, run: settings.name)
    }

    private var verification: FeatureVerification { FeatureVerification(workspace: workspace.path) }

    /// - Returns: the pipeline, after its run.
    /// - Throws: as ``Pipeline/init(_:path:limit:sharingWith:)`` and ``Pipeline/run(_:retry:_:)``.
    public func callAsFunction(_ selection: StageSelection, retry: RetryChoice, _ context: RunContext) throws -> Pipeline {
        var selection = selection
        var mended: Set<String> = []
        while true {
            do {
                let pipeline = try Pipeline(settings, path: path, limit: limit, sharingWith: siblings)
                try pipeline.run(selection, retry: retry, context)
                return pipeline
            } catch {
                guard let damage = Damage(error, workspace), damage.isMended(by: selection, settings), mended.insert(damage.key).inserted
                else { throw error }
                context.events.emit(.notice("damage found: \(error)"))
                for line in try mend(damage, &selection, context) { context.events.emit(.notice("mended: \(line)")) }
            }
        }
    }

    /// - Returns: what was done, one line each.
    private func mend(_ damage: Damage, _ selection: inout StageSelection, _ context: RunContext) throws -> [String] {
        switch damage {
        case .features: return try verification.repair(try verification.run(context), context)
        case .database(let path): return try verification.repair([CacheDamage(file: path, sha256: nil, modality: nil, detail: "unreadable")], context)
        case .output(let stage, _):
            selection.forced.insert(stage)
            return ["'\(stage)' runs again"]
        case .checkpoint(let path):
            unlink(path)
            return ["\(path): removed; training starts anew"]
        }
    }
}

/// Damage that a run can mend by itself.
private enum Damage {
    case features
    /// The catalogue, or the index of decoded media.
    case database(path: String)
    /// What a stage wrote.
    case output(stage: String, path: String)
    case checkpoint(path: String)

    init?(_ error: any Error, _ workspace: Workspace) {
        switch error {
        case StoreError.damagedRecord(workspace.features, _, _), StoreError.damagedDatabase(workspace.features, _, _): self = .features
        case StoreError.damagedDatabase(let path, _, _) where [workspace.catalogue, DecodedStore.indexPath(workspace.decodedFolder)].contains(path):
            self = .database(path: path)
        case StageError.inputDamaged(let path, _, let stage) where path.hasPrefix(workspace.runFolder + "/"): self = .output(stage: stage, path: path)
        case StageError.checkpointUnreadable(let path, _): self = .checkpoint(path: path)
        default: return nil
        }
    }

    /// What is mended once.
    var key: String {
        switch self {
        case .features: "features"
        case .database(let path): path
        case .output(let stage, _): stage
        case .checkpoint: "checkpoint"
        }
    }

    /// Whether the stages that run make again what is removed.
    func isMended(by selection: StageSelection, _ settings: PipelineSettings) -> Bool {
        let wanted = selection.wanted(among: settings.stageNames.map(\.rawValue))
        return switch self {
        case .features: wanted.contains(StageName.extract.rawValue)
        case .database: wanted.contains(StageName.ingest.rawValue) && wanted.contains(StageName.extract.rawValue)
        case .output(let stage, _): wanted.contains(stage)
        case .checkpoint: true
        }
    }
}
