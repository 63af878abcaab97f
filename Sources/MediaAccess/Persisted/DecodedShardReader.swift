import Archives
import Foundation
import Store

/// Reads clips out of a shard, each checked by its digest.
package struct DecodedShardReader {
    private let path: String

    package init(_ path: String) { self.path = path }

    /// Hands over clips in the order of the shard, holding one at a time.
    ///
    /// - Parameters:
    ///   - wanted: digests by key.
    ///   - body: answers false to stop.
    /// - Returns: the keys of those that are missing or damaged, with all that a damaged archive hides.
    /// - Throws: what `body` throws; `ArchiveError.unreadable` where the system cannot read the shard, which may be sound.
    package func read(_ wanted: [String: String], _ body: (_ key: String, PersistedClip) throws -> Bool) throws -> Set<String> {
        var left = wanted
        var damaged: Set<String> = []
        do {
            let entries = try EntryReader(source: path)
            var current: (key: String, members: DecodedMembers)?
            var isStopped = false
            func end() throws {
                guard let (key, members) = current, let digest = left.removeValue(forKey: key) else { return }
                guard members.digest == digest, let clip = PersistedClip(members, named: "\(path), \(key)") else {
                    damaged.insert(key)
                    return
                }
                isStopped = !(try body(key, clip))
            }
            while !left.isEmpty, !isStopped, let entry = try entries.next() {
                guard let dot = entry.name.firstIndex(of: ".") else { continue }
                let key = String(entry.name[..<dot])
                if current?.key != key {
                    try end()
                    current = (key, DecodedMembers())
                }
                guard left[key] != nil, !isStopped else { continue }
                current?.members.append(try entries.readAll(limit: .max), ending: String(entry.name[entry.name.index(after: dot)...]))
            }
            if isStopped { return damaged }
            try end()
            return isStopped ? damaged : damaged.union(left.keys)
        } catch let error as ArchiveError {
            if case .unreadable = error { throw error }
            return damaged.union(left.keys)
        }
    }
}
