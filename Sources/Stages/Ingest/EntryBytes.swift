import Archives
import Digests
import Media

/// An archive member's bytes, if they can be had and held.
enum EntryBytes {
    case whole([UInt8])
    /// Too large to hold, or damaged: its length and digest as far as it could be read, and the reason's code.
    case refused(size: Int64, sha256: String, reason: FailureReason)

    /// Reads the reader's current entry, holding at most `limit` bytes of it.
    ///
    /// - Parameter check: called for each piece; an error it throws ends the reading and passes on.
    init(_ entry: ArchiveEntry, from reader: EntryReader, limit: Int, check: () throws -> Void) throws {
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
            self = .refused(size: length, sha256: hash?.finish() ?? bytes.withUnsafeBytes(SHA256.hex(of:)), reason: .damagedEntry)
            return
        }
        if let hash {
            self = .refused(size: length, sha256: hash.finish(), reason: .media(.tooLarge))
        } else {
            self = .whole(bytes)
        }
    }
}

extension EntryReader {
    /// The next entry whose header can be read; damaged ones before it cost only themselves and are told to `damaged`.
    func nextReadable(_ damaged: (_ entry: String, _ reason: String) -> Void = { _, _ in }) throws -> ArchiveEntry? {
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
