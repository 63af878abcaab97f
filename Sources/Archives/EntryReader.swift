import Foundation

/// A stream of the regular files in one archive or folder, in a stable order, that never unpacks to disk.
///
/// Archives: zip, tar (plain or compressed with gzip, xz, zstd, bzip2, lz4) and 7z, in the order in which they stand there.
/// Folders: all files below, in the byte order of their paths; links to files and folders are followed. What is no regular
/// file, is encrypted, repeats a name or has a name that leads out of the archive is listed in ``skipped``; files that belong
/// to the system or a tool (`.DS_Store`, `._clip.mp4`, anything below `__MACOSX` or a folder with a leading dot) are counted
/// in ``hiddenCount``. Memory is bounded by the decompressor's window, one buffer and the names seen.
///
/// Not `Sendable`: one reader belongs to one thread at a time. Any number of readers may read one archive.
public final class EntryReader {
    /// Entries that are not delivered, in the order in which they were met.
    public private(set) var skipped: [SkippedEntry] = []
    /// Files of the system or a tool that were passed over.
    public private(set) var hiddenCount = 0

    private let path: String
    private let limits: ArchiveLimits
    private let source: any EntrySource
    private var current: ArchiveEntry?
    /// The entry whose header was read last, whether it is delivered or not.
    private var lastName: String?
    private var pieces: Pieces?
    private var state = State.beforeFirst
    private var names: Set<String> = []
    private var entryCount = 0
    /// Announced or, where nothing was announced, read.
    private var totalBytes: Int64 = 0
    private var readBytes: Int64 = 0
    private var nameBytes: Int64 = 0

    private enum State { case beforeFirst, atEntry, entryRead, finished }

    /// - Throws: ``ArchiveError/notFound(path:)``, ``ArchiveError/notAnArchive(path:)``, ``ArchiveError/unreadable(path:reason:)``,
    ///   ``ArchiveError/archiveDamaged(archive:entry:reason:)`` where not even the beginning makes sense.
    public init(source path: String, limits: ArchiveLimits = .init()) throws(ArchiveError) {
        self.path = path
        self.limits = limits
        guard let status = FileStatus(path: Array(path.utf8)) else {
            throw errno == ENOENT || errno == ENOTDIR
                ? .notFound(path: path) : .unreadable(path: path, reason: String(cString: strerror(errno)))
        }
        switch status.type {
        case S_IFDIR: source = try FolderSource(root: path)
        case S_IFREG: source = try ArchiveSource(path: path)
        default: throw .notAnArchive(path: path)
        }
    }

    /// The next regular file; nil at the end. Whatever was not read of the entry before is passed over.
    ///
    /// - Throws: ``ArchiveError/empty(path:)`` at once if there is nothing at all; ``ArchiveError/entryDamaged(archive:entry:reason:)``
    ///   for an entry whose header makes no sense, after which the reader goes on; any other error finishes it, and further
    ///   calls give nil.
    public func next() throws(ArchiveError) -> ArchiveEntry? {
        guard state != .finished else { return nil }
        pieces = nil
        do throws(ArchiveError) {
            while let found = try source.advance() {
                try account(for: found)
                if let entry = accepted(found) {
                    current = entry
                    state = .atEntry
                    return entry
                }
            }
        } catch {
            conclude(after: error)
            throw error
        }
        current = nil
        state = .finished
        if names.isEmpty && skipped.isEmpty && hiddenCount == 0 { throw .empty(path: path) }
        return nil
    }

    /// All bytes of the current entry, which can be read once.
    ///
    /// - Throws: ``ArchiveError/tooLarge(archive:entry:size:limit:)`` if it holds more than `limit` bytes (or the limits'
    ///   `maxEntryBytes`), and the reader's errors of ``forEachChunk(_:)``.
    public func readAll(limit: Int) throws(ArchiveError) -> [UInt8] {
        let entry = startReading()
        let limit = min(Int64(limit), limits.maxEntryBytes)
        if let size = entry.size, size > limit { throw .tooLarge(archive: path, entry: entry.name, size: size, limit: limit) }
        let chunk = Chunk()
        var bytes: [UInt8] = []
        // What is announced is not yet there: memory beyond a usual clip's is taken as its bytes come.
        bytes.reserveCapacity(min(entry.size.map { Int($0) } ?? Chunk.capacity, 16 * Chunk.capacity))
        while try read(entry, into: chunk, at: Int64(bytes.count)) {
            if Int64(bytes.count + chunk.count) > limit {
                throw .tooLarge(archive: path, entry: entry.name, size: nil, limit: limit)
            }
            bytes.append(contentsOf: chunk.bytes)
        }
        return bytes
    }

    /// Lends the whole current entry in pieces of up to 1 MiB, which are good only inside `body`, and returns its length
    /// in bytes. An entry can be read once. Its checksum is known only at the end, so what `body` did before an error is void.
    ///
    /// - Throws: what `body` throws; ``ArchiveError/entryDamaged(archive:entry:reason:)`` for a wrong checksum or length,
    ///   data that cannot be unpacked, a file that cannot be read; ``ArchiveError/archiveDamaged(archive:entry:reason:)``
    ///   where nothing behind it can be read either; ``ArchiveError/limitExceeded(archive:limit:value:)``.
    @discardableResult
    public func forEachChunk(_ body: (UnsafeRawBufferPointer) throws -> Void) throws -> Int64 {
        let entry = startReading()
        let chunk = Chunk()
        var length: Int64 = 0
        while try read(entry, into: chunk, at: length) {
            length += Int64(chunk.count)
            try body(chunk.bytes)
        }
        return length
    }

    /// The next piece of the current entry, up to 1 MiB; nil at its end. For those who read several archives in step.
    ///
    /// - Throws: the reader's errors of ``forEachChunk(_:)``.
    public func nextPiece() throws(ArchiveError) -> [UInt8]? {
        if state == .atEntry { pieces = Pieces(entry: startReading()) }
        guard let pieces else { return nil }
        guard try read(pieces.entry, into: pieces.chunk, at: pieces.position) else {
            self.pieces = nil
            return nil
        }
        self.pieces?.position += Int64(pieces.chunk.count)
        return Array(pieces.chunk.bytes)
    }

    /// An entry that is read piece by piece.
    private struct Pieces {
        let entry: ArchiveEntry
        let chunk = Chunk()
        var position: Int64 = 0
    }

    private func startReading() -> ArchiveEntry {
        guard state == .atEntry, let current else { preconditionFailure("an entry can be read once, after next() gave it") }
        state = .entryRead
        return current
    }

    /// Whether there was more to read at `position` of the entry.
    private func read(_ entry: ArchiveEntry, into chunk: Chunk, at position: Int64) throws(ArchiveError) -> Bool {
        do throws(ArchiveError) {
            chunk.count = try source.read(into: chunk.memory)
            if chunk.count == 0, let size = entry.size, size != position {
                throw .entryDamaged(
                    archive: path, entry: entry.name, reason: "it holds \(position) bytes where \(size) were announced")
            }
            if entry.size == nil { try account(for: Int64(chunk.count)) }
            readBytes += Int64(chunk.count)
            try checkRatio()
        } catch {
            conclude(after: error)
            throw error
        }
        return chunk.count > 0
    }

    /// The entry to deliver; nil if it is passed over, with the reason noted.
    private func accepted(_ found: FoundEntry) -> ArchiveEntry? {
        if found.kind == .directory { return nil }
        let backslashes = source.hasBackslashes
        switch EntryName(raw: found.rawName, backslashes: backslashes, maxBytes: limits.maxNameBytes) {
        case .hidden: hiddenCount += 1
        case .refused(let reason): skip(found, reason)
        case .accepted(let name):
            if case .unwanted(let reason) = found.kind {
                skip(found, reason)
            } else if !names.insert(name).inserted {
                skip(found, .duplicateName)
            } else {
                return ArchiveEntry(name: name, size: found.size, filePath: found.filePath)
            }
        }
        return nil
    }

    private func skip(_ found: FoundEntry, _ reason: SkipReason) {
        skipped.append(SkippedEntry(name: EntryName.decode(Array(found.rawName.prefix(limits.maxNameBytes))), reason: reason))
    }

    private func account(for found: FoundEntry) throws(ArchiveError) {
        lastName = EntryName.decode(Array(found.rawName.prefix(limits.maxNameBytes)))
        entryCount += 1
        if entryCount > limits.maxEntries {
            throw .limitExceeded(archive: path, entry: lastName, limit: .maxEntries, value: Int64(limits.maxEntries))
        }
        nameBytes += Int64(found.rawName.count)
        if nameBytes > limits.maxTotalNameBytes {
            throw .limitExceeded(archive: path, entry: lastName, limit: .maxTotalNameBytes, value: limits.maxTotalNameBytes)
        }
        try account(for: found.size ?? 0)
        try checkRatio()
    }

    private func account(for bytes: Int64) throws(ArchiveError) {
        let (sum, overflow) = totalBytes.addingReportingOverflow(max(0, bytes))
        totalBytes = sum
        if overflow || sum > limits.maxTotalBytes {
            throw .limitExceeded(archive: path, entry: lastName, limit: .maxTotalBytes, value: limits.maxTotalBytes)
        }
    }

    private func checkRatio() throws(ArchiveError) {
        guard let position = source.position else { return }
        let unpacked = max(position.unpacked, readBytes)
        if unpacked > ArchiveLimits.ratioFloor, Double(unpacked) > limits.maxCompressionRatio * Double(max(1, position.packed)) {
            throw .limitExceeded(archive: path, entry: lastName, limit: .maxCompressionRatio, value: Int64(limits.maxCompressionRatio))
        }
    }

    private func conclude(after error: ArchiveError) {
        current = nil
        if case .entryDamaged = error { state = .entryRead } else { state = .finished }
    }
}

/// The buffer that pieces of an entry are read into; freed in deinit.
private final class Chunk {
    static let capacity = 1 << 20

    let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: capacity, alignment: 64)
    /// How much of the memory the last read filled.
    var count = 0

    deinit { memory.deallocate() }

    var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: memory[..<count]) }
}
