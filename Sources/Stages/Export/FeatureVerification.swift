import Foundation
public import Store
public import Workflow

/// Checks every database of a workspace, every record of its feature cache and every clip of its decoded media.
public struct FeatureVerification: Sendable {
    private let workspace: String

    public init(workspace: String) { self.workspace = workspace }

    /// - Returns: what is damaged; nothing if all is well.
    /// - Throws: ``StageError/notAWorkspace(path:)``; `Interruption` after a signal.
    public func run(_ context: RunContext) throws -> [CacheDamage] {
        var damage: [CacheDamage] = []
        for path in try shards() { damage += try check(path, context) }
        return damage + (try DecodedVerification(folder: decodedFolder)?.run(context) ?? [])
    }

    /// Makes the cache usable again: damaged records are removed, and of a damaged database every good record is kept.
    ///
    /// - Returns: what was done, one line a file.
    public func repair(_ damage: [CacheDamage], _ context: RunContext) throws -> [String] {
        let lock = try WorkspaceLock(workspace: workspace)
        var done: [String] = []
        for (path, found) in Dictionary(grouping: damage, by: \.file).sorted(by: { $0.key < $1.key }) {
            if let decoded = try DecodedVerification(folder: decodedFolder), decoded.holds(path) {
                done.append(try decoded.repair(path, found))
            } else if found.allSatisfy({ $0.sha256 != nil }) {
                try FeatureCache(path: path).remove(found)
                done.append("\(path): \(found.count) damaged records removed; the next run extracts them again")
            } else {
                done.append(try rebuild(path))
            }
        }
        _ = consume lock
        return done
    }

    private var decodedFolder: String { Workspace(path: workspace, run: "").decodedFolder }

    private func shards() throws -> [String] {
        let folder = Workspace(path: workspace, run: "").featuresFolder
        let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).filter { $0.hasSuffix(".sqlite") }.sorted()
        guard !names.isEmpty else { throw StageError.notAWorkspace(path: workspace) }
        return names.map { folder + "/" + $0 }
    }

    private func check(_ path: String, _ context: RunContext) throws -> [CacheDamage] {
        do {
            return try FeatureCache(path: path).damage { checked, total in
                try context.stopIfInterrupted()
                context.events.emit(.progress(stage: "verify", done: checked, total: total, failed: 0, unit: "records", note: ""))
            }
        } catch let error as StoreError {
            return [CacheDamage(file: path, sha256: nil, modality: nil, detail: "\(error)")]
        }
    }

    /// Copies what is good beside the damaged file and puts it in its place, which keeps the damaged one under another name.
    private func rebuild(_ path: String) throws -> String {
        let copy = path + ".rebuilt", damaged = path + ".damaged"
        for ending in ["", "-wal", "-shm", "-journal"] { unlink(copy + ending) }
        let saved = (try? FeatureCache(salvaging: path)).map { old in Result { try old.salvage(to: try FeatureCache(path: copy)) } }
        let count = (try? saved?.get()) ?? 0
        _ = try FeatureCache(path: copy)   // where not even its tables can be read, an empty one
        for ending in ["", "-wal", "-shm", "-journal"] {
            unlink(damaged + ending)
            rename(path + ending, damaged + ending)
        }
        for ending in ["-wal", "-shm", "-journal", ""] { rename(copy + ending, path + ending) }
        return "\(path): rebuilt with the \(count) records that were good; the damaged file is \(damaged), and the next run extracts what is missing"
    }
}
