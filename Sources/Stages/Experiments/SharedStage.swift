import Foundation
import Workflow

/// A stage of a run that has siblings: what one of them has made by the same fingerprint is taken over.
///
/// Cases that differ in their evaluation only share one training, and all that read the same features one table.
struct SharedStage: Stage {
    /// How outputs are taken over.
    enum Way {
        /// By a hard link, for large files that are only ever replaced as a whole. Where there are no links, by a copy.
        case link
        case copy
    }

    let stage: any Stage
    let way: Way
    /// Names of the runs that may have done it.
    let siblings: [String]
    let workspace: Workspace
    let ledger: CatalogueLedger

    var name: String { stage.name }
    var outputs: [String] { stage.outputs }

    func fingerprint() throws -> Fingerprint { try stage.fingerprint() }
    func unfinishedWork() throws -> String? { try stage.unfinishedWork() }

    func run(_ context: RunContext) throws -> String {
        let wanted = try fingerprint()
        for run in siblings where run != workspace.run {
            guard let finished = try CatalogueLedger(catalogue: ledger.catalogue, run: run).finished(name), finished.fingerprint == wanted else { continue }
            let folder = Workspace(path: workspace.path, run: run).runFolder
            let isTakenOver = outputs.allSatisfy { takeOver($0, from: folder + $0.dropFirst(workspace.runFolder.count)) }
            if isTakenOver, OutputDigests(stage: stage).damaged(finished.outputs) == nil { return "as in \(run)" }
        }
        return try stage.run(context)
    }

    /// Whether the file is there now; it appears whole or not at all.
    private func takeOver(_ destination: String, from source: String) -> Bool {
        let temporary = "\(destination).\(getpid()).partial"
        unlink(temporary)
        // Where both names are links to one file already, rename leaves the temporary one.
        defer { unlink(temporary) }
        let isLinked = way == .link && link(source, temporary) == 0
        guard isLinked || (try? FileManager.default.copyItem(atPath: source, toPath: temporary)) != nil else { return false }
        return rename(temporary, destination) == 0
    }
}
