import Archives
import Clips
import Files
import Foundation
import Store

/// Writes one worker's decoded clips into shards: each is complete and on disk before the index tells of its clips.
///
/// What is killed loses the shards that are open, no more; those clips are decoded again.
final class DecodedShardWriter {
    private struct Open {
        let archive: ArchiveWriter
        let name: String
        let number: Int
        var bytes = 0
        var records: [DecodedRecord] = []
        var clips = 0
    }

    private let store: DecodedStore
    private var open: Open?

    /// Keys have four digits for the place in a shard.
    private static let maxClips = 1000

    init(_ store: DecodedStore) { self.store = store }

    /// - Parameter modalities: what the members hold.
    /// - Throws: `ArchiveError`, `StoreError`.
    func add(_ members: DecodedMembers, sha256: String, _ modalities: Set<Modality>) throws {
        var shard = try open ?? begin()
        let key = padded(shard.number, 5) + padded(shard.clips, 4)
        for member in members.list { try shard.archive.add(name: "\(key).\(member.ending)", bytes: member.bytes) }
        shard.records.append(DecodedRecord(
            sha256: sha256, recipes: modalities.map(store.recipe), place: DecodedPlace(shard: shard.name, key: key, digest: members.digest)))
        shard.clips += 1
        shard.bytes += members.byteCount
        open = shard
        if shard.clips >= Self.maxClips || shard.bytes >= store.settings.persist.shardBytes { try close() }
    }

    /// Completes the shard at hand.
    func close() throws {
        guard let shard = open else { return }
        open = nil
        try shard.archive.finish()
        let attributes = try FileManager.default.attributesOfItem(atPath: store.path(shard.name))
        try store.index.add(shard: shard.name, size: (attributes[.size] as? NSNumber)?.int64Value ?? 0, shard.records)
    }

    private func begin() throws -> Open {
        let (name, number) = store.newShard()
        return Open(archive: try ArchiveWriter(path: store.path(name), format: .tar), name: name, number: number)
    }
}
