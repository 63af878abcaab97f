import Foundation
import MediaAccess
public import Store
public import Workflow

/// Checks every database of a workspace, every record of its feature cache and every clip of its decoded media.
public struct FeatureVerification: Sendable {
    private let workspace: String

    public init(workspace: String) { self.workspace = workspace }

    /// - Returns: what is damaged; nothing if all is well.
    /// - Throws: ``FeatureError/notAWorkspace(path:)``; `Interruption` after a signal.
    public func run(_ context: RunContext) throws -> [CacheDamage] {
        var damage: [CacheDamage] = []
        for path in try shards() { damage += try check(path, context) }
        if FileManager.default.fileExists(atPath: catalogue) { damage += try reported(catalogue) { try Catalogue(reading: catalogue).damage() } }
        return try damage + reported(decodedIndex) { try DecodedVerification(folder: decodedFolder, .reading)?.run(context) ?? [] }
    }

    /// Makes the cache usable again: damaged records are removed, and of a damaged database every good record is kept.
    ///
    /// - Returns: what was done, one line a file.
    public func repair(_ damage: [CacheDamage], _ context: RunContext) throws -> [String] {
        let lock = try WorkspaceLock(workspace: workspace)
        var done: [String] = []
        for (path, found) in Dictionary(grouping: damage, by: \.file).sorted(by: { $0.key < $1.key }) {
            if path == catalogue {
                done.append(try rebuildCatalogue())
            } else if path == decodedIndex {
                done.append(try DecodedVerification.rebuildIndex(decodedFolder))
            } else if let decoded = try DecodedVerification(folder: decodedFolder, .writing), decoded.holds(path) {
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
    private var decodedIndex: String { DecodedStore.indexPath(decodedFolder) }
    private var catalogue: String { Workspace(path: workspace, run: "").catalogue }

    private func shards() throws -> [String] {
        let folder = Workspace(path: workspace, run: "").featuresFolder
        let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).filter { $0.hasSuffix(".sqlite") }.sorted()
        guard !names.isEmpty else { throw FeatureError.notAWorkspace(path: workspace) }
        return names.map { folder + "/" + $0 }
    }

    private func check(_ path: String, _ context: RunContext) throws -> [CacheDamage] {
        try reported(path) {
            try FeatureCache(reading: path).damage { checked, total in
                try context.stopIfInterrupted()
                context.events.emit(.progress(stage: "verify", done: checked, total: total, failed: 0, unit: "records", note: ""))
            }
        }
    }

    /// What cannot even be opened is damage too, unless the system does not give it back.
    private func reported(_ path: String, _ check: () throws -> [CacheDamage]) throws -> [CacheDamage] {
        do {
            return try check()
        } catch let error as StoreError {
            if case .database = error { throw error }
            return [CacheDamage(file: path, sha256: nil, modality: nil, detail: "\(error)")]
        }
    }

    /// Copies what is good beside the damaged file and puts it in its place, which keeps the damaged one under another name.
    private func rebuild(_ path: String) throws -> String {
        let copy = path + ".rebuilt"
        DamagedDatabase.remove(copy)
        let saved = (try? FeatureCache(salvaging: path)).map { old in Result { try old.salvage(to: try FeatureCache(path: copy)) } }
        let count = (try? saved?.get()) ?? 0
        _ = try FeatureCache(path: copy)   // where not even its tables can be read, an empty one
        let aside = DamagedDatabase.setAside(path)
        DamagedDatabase.rename(copy, to: path)
        return "\(path): rebuilt with the \(count) records that were good; the damaged file is \(aside), and the next run extracts what is missing"
    }

    /// Puts the damaged catalogue aside; what can be read of finished stages and failures goes into a new one.
    private func rebuildCatalogue() throws -> String {
        let aside = DamagedDatabase.setAside(catalogue)
        let count = try Catalogue(path: catalogue).takeOver(salvaging: aside)
        return "\(catalogue): made anew with \(count) of its rows; the damaged file is \(aside), and 'ingest' lists the sources again"
    }
}
