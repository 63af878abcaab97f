import Files
import Foundation
import MediaAccess
import Store
import Workflow

/// Checks the shards of a workspace's decoded media.
struct DecodedVerification {
    private let folder: String
    private let index: DecodedIndex

    /// nil if nothing was persisted.
    init?(folder: String, _ access: DatabaseAccess) throws {
        let path = DecodedStore.indexPath(folder)
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        self.folder = folder
        index = try DecodedIndex(path: path, access: access)
    }

    /// Every clip whose bytes are not those that were written, or that is gone with its shard.
    func run(_ context: RunContext) throws -> [CacheDamage] {
        var damage = try index.damage()
        let shards = try index.shards().keys.sorted()
        for (count, shard) in shards.enumerated() {
            let path = "\(folder)/\(shard)"
            let clips = try index.clips(ofShard: shard)
            let damaged = try DecodedShardReader(path).read(clips.mapValues(\.digest)) { _, _ in
                try context.stopIfInterrupted()
                return true
            }
            damage += damaged.sorted().compactMap { key in
                clips[key].map { CacheDamage(file: path, sha256: $0.sha256, modality: nil, detail: "the decoded clip \(key) is missing or changed") }
            }
            context.events.emit(.progress(stage: "verify", done: count + 1, total: shards.count, failed: 0, unit: "shards", note: ""))
        }
        return damage
    }

    /// Whether a damaged file is one of these shards.
    func holds(_ path: String) -> Bool { parentFolder(of: path) == folder && path.hasSuffix(DecodedStore.ending) }

    /// Puts a damaged index aside; what can be read of it goes into a new one.
    static func rebuildIndex(_ folder: String) throws -> String {
        let path = DecodedStore.indexPath(folder)
        let aside = DamagedDatabase.setAside(path)
        let count = try DecodedIndex(path: path).takeOver(salvaging: aside)
        return "\(path): made anew with \(count) of its rows; the damaged file is \(aside), and a run with decode.persist keeps what is missing"
    }

    /// - Returns: what was done.
    func repair(_ path: String, _ damage: [CacheDamage]) throws -> String {
        for clip in damage { if let sha256 = clip.sha256 { try index.remove(sha256, ofShard: lastComponent(of: path)) } }
        return "\(path): \(damage.count) damaged clips forgotten; a run with decode.persist keeps them again"
    }
}
