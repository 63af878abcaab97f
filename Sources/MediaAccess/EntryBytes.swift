package import Archives
import Digests
package import Media

/// A member of a source, if its bytes can be had and held.
package enum EntryBytes {
    case whole(MediaBytes)
    /// Its length and digest as far as it could be read.
    case refused(size: Int64, sha256: String, EntryRefusal)

    /// Reads the reader's current entry, holding at most `limit` bytes of it; a folder's file is read in place when it is decoded.
    ///
    /// - Parameter check: called for each piece; an error it throws ends the reading and passes on.
    /// - Throws: `ArchiveError` where the archive cannot be read any further, and what `check` throws.
    package init(_ entry: ArchiveEntry, from reader: EntryReader, limit: Int, check: () throws -> Void) throws {
        if let path = entry.filePath {
            self = .whole(.file(path: path))
            return
        }
        var bytes: [UInt8] = []
        var length: Int64 = 0
        var hash: SHA256Box?
        do {
            try reader.forEachChunk { chunk in
                try check()
                length += Int64(chunk.count)
                if let hash {
                    hash.update(chunk)
                } else if length > limit {
                    let started = SHA256Box()
                    bytes.withUnsafeBytes(started.update)
                    started.update(chunk)
                    bytes = []
                    hash = started
                } else {
                    bytes.append(contentsOf: chunk)
                }
            }
        } catch ArchiveError.entryDamaged {
            self = .refused(size: length, sha256: hash?.finish() ?? bytes.withUnsafeBytes(SHA256.hex(of:)), .damaged)
            return
        }
        if let hash {
            self = .refused(size: length, sha256: hash.finish(), .tooLarge)
        } else {
            self = .whole(.memory(bytes))
        }
    }
}

/// Why an archive's member cannot be held.
package enum EntryRefusal: Hashable, Sendable {
    /// It has more bytes than `decode.max_clip_bytes`.
    case tooLarge
    /// Its bytes are not those that were packed.
    case damaged

    /// As the reason why its decoded media cannot be persisted.
    package var mediaReason: MediaError.Reason { self == .tooLarge ? .tooLarge : .damagedContainer }
}

extension EntryReader {
    /// The next entry whose header can be read; damaged ones before it cost only themselves and are told to `damaged`.
    package func nextReadable(_ damaged: (_ entry: String, _ reason: String) -> Void = { _, _ in }) throws -> ArchiveEntry? {
        while true {
            // A Result rather than a catch clause: Swift 6.3.1 crashes on a pattern over a typed error there.
            switch Result(catching: next) {
            case .success(let entry): return entry
            case .failure(.entryDamaged(_, let entry, let reason)): damaged(entry, reason)
            case .failure(let error): throw error
            }
        }
    }
}

/// Lets a closure start a hash that is not known to be needed.
private final class SHA256Box {
    private var hash: SHA256? = SHA256()

    func update(_ bytes: UnsafeRawBufferPointer) { hash?.update(bytes) }

    func finish() -> String { hash.take()?.finish() ?? "" }
}
