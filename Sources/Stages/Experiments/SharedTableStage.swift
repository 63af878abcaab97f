import Foundation
import Workflow

/// The assemble stage of a run that has siblings: the same table is made once and has several names.
///
/// Tables are replaced as whole files and never written into, so a hard link is safe: a sibling that assembles anew leaves
/// the other runs theirs. Where the file system has no hard links, each run assembles its own.
struct SharedTableStage: Stage {
    let stage: any Stage
    /// Names of the runs that may have the table.
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
            guard try CatalogueLedger(catalogue: ledger.catalogue, run: run).fingerprint(ofFinished: name) == wanted else { continue }
            if linkTable(of: Workspace(path: workspace.path, run: run)) { return "the same table as \(run)" }
        }
        return try stage.run(context)
    }

    private func linkTable(of sibling: Workspace) -> Bool {
        zip([sibling.table, sibling.transform], [workspace.table, workspace.transform]).allSatisfy { source, destination in
            let temporary = "\(destination).\(getpid()).partial"
            unlink(temporary)
            guard link(source, temporary) == 0 else { return false }
            guard rename(temporary, destination) == 0 else {
                unlink(temporary)
                return false
            }
            // Where both names are links to one file already, rename leaves the temporary one.
            unlink(temporary)
            return true
        }
    }
}
