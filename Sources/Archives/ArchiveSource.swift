/// The entries of an archive file, in the order in which they stand in it.
///
/// Goes on where libarchive's handle cannot, by opening the archive anew: behind an entry of a zip that does not unpack, and
/// in a 7z when passing over entries failed.
final class ArchiveSource: EntrySource {
    private let path: String
    private var handle: ReadHandle
    private var headersRead = 0
    private var lastName: String?
    private var isLastEncrypted = false
    /// The header at hand was found behind a damaged stretch, and is still to be delivered.
    private var hasPendingHeader = false
    private var mustReopen = false
    private var reopenings = 0
    /// Entries are unpacked rather than passed over.
    private var drains = false
    /// Whether the current entry's data may be asked for, and were not read to the end.
    private var isUnread = false
    private var readOfCurrent = 0
    private var passedOver = false

    /// Each reopening of a zip goes through all headers before the damage again, so there is an end to it.
    private static let maxReopenings = 100

    init(path: String) throws(ArchiveError) {
        self.path = path
        handle = try ReadHandle(opening: path)
    }

    var position: ArchivePosition? { handle.position }
    var hasBackslashes: Bool { handle.isZip }

    func advance() throws(ArchiveError) -> FoundEntry? {
        if mustReopen { try reopen() }
        if hasPendingHeader {
            hasPendingHeader = false
            return deliver()
        }
        if isUnread { try passOver() }
        switch nextHeader() {
        case .good, .warned: return deliver()
        case .end: return nil
        case .retry(let reason), .failed(let reason):
            try findNextHeader(after: reason)
            throw .entryDamaged(archive: path, entry: "what follows \(lastName ?? "the beginning")", reason: reason)
        case .fatal(let reason):
            guard isLastEncrypted, handle.isSevenZip, reopenings < Self.maxReopenings else { throw damaged(reason) }
            return try nextBehindEncrypted()
        case .unreadable(let reason): throw .unreadable(path: path, reason: reason)
        }
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(ArchiveError) -> Int {
        let (count, status) = handle.read(into: buffer)
        readOfCurrent += count
        switch status {
        case .good, .end:
            isUnread = count > 0
            return count
        case .warned(let reason), .retry(let reason), .failed(let reason):
            throw .entryDamaged(archive: path, entry: lastName ?? "", reason: reason)
        case .unreadable(let reason): throw .unreadable(path: path, reason: reason)
        case .fatal(let reason):
            if let why = handle.readingError { throw .unreadable(path: path, reason: why) }
            if handle.isSevenZip, passedOver, !drains, readOfCurrent == 0 { return try readAfterDraining(into: buffer) }
            guard handle.isZip, reopenings < Self.maxReopenings else { throw damaged(reason) }
            mustReopen = true
            throw .entryDamaged(archive: path, entry: lastName ?? "", reason: reason)
        }
    }

    private func nextHeader() -> LibraryStatus {
        headersRead += 1
        readOfCurrent = 0
        isUnread = false
        return handle.nextHeader()
    }

    private func deliver() -> FoundEntry {
        let found = handle.found()
        lastName = EntryName.decode(found.rawName)
        isLastEncrypted = found.kind == .unwanted(.encrypted)
        isUnread = found.kind == .file
        return found
    }

    /// Goes on over a damaged stretch to the next header that makes sense.
    private func findNextHeader(after reason: String) throws(ArchiveError) {
        while true {
            switch nextHeader() {
            case .good, .warned:
                hasPendingHeader = true
                return
            case .retry, .failed: continue
            case .end: throw damaged(reason)
            case .fatal(let reason): throw damaged(reason)
            case .unreadable(let reason): throw .unreadable(path: path, reason: reason)
            }
        }
    }

    private func passOver() throws(ArchiveError) {
        passedOver = true
        if drains { try drain() }
    }

    /// Unpacks what is left of the current entry; whether it is sound does not matter.
    private func drain() throws(ArchiveError) {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 64)
        defer { buffer.deallocate() }
        while true {
            let (count, status) = handle.read(into: buffer)
            if case .fatal(let reason) = status { throw damaged(reason) }
            if case .unreadable(let reason) = status { throw .unreadable(path: path, reason: reason) }
            if count == 0 { return }
        }
    }

    /// Begins to read the current entry of a 7z after all, though libarchive failed to pass over those before it.
    ///
    /// Up to 3.7.4, where entries that were passed over end together at a multiple of 64 KiB of a solid block, it takes the
    /// block for cut short (https://github.com/libarchive/libarchive/issues/2106). Unpacking them all avoids this.
    private func readAfterDraining(into buffer: UnsafeMutableRawBufferPointer) throws(ArchiveError) -> Int {
        drains = true
        handle = try ReadHandle(opening: path)
        for header in 1...headersRead {
            try expectHeader(of: handle)
            if header < headersRead, handle.found().kind == .file { try drain() }
        }
        return try read(into: buffer)
    }

    /// Opens the zip anew and goes to the header of the entry that could not be unpacked.
    ///
    /// libarchive: "ARCHIVE_FATAL: no more operations are possible" (archive.h), though a zip's directory tells where its
    /// other entries are.
    private func reopen() throws(ArchiveError) {
        mustReopen = false
        reopenings += 1
        handle = try ReadHandle(opening: path)
        for _ in 0..<headersRead { try expectHeader(of: handle) }
    }

    /// The entry behind an encrypted one of a 7z; nil at the end.
    ///
    /// libarchive unpacks what it passes over as soon as it has unpacked anything, so it is opened anew.
    private func nextBehindEncrypted() throws(ArchiveError) -> FoundEntry? {
        reopenings += 1
        handle = try ReadHandle(opening: path)
        for _ in 1..<headersRead { try expectHeader(of: handle) }
        switch handle.nextHeader() {
        case .good, .warned: return deliver()
        case .end: return nil
        case .retry(let reason), .failed(let reason), .fatal(let reason): throw damaged(reason)
        case .unreadable(let reason): throw .unreadable(path: path, reason: reason)
        }
    }

    private func expectHeader(of handle: ReadHandle) throws(ArchiveError) {
        switch handle.nextHeader() {
        case .good, .warned: return
        case .end: throw damaged("it changed while it was read")
        case .retry(let reason), .failed(let reason), .fatal(let reason): throw damaged(reason)
        case .unreadable(let reason): throw .unreadable(path: path, reason: reason)
        }
    }

    private func damaged(_ reason: String) -> ArchiveError {
        if let why = handle.readingError { return .unreadable(path: path, reason: why) }
        if lastName == nil, handle.hasEncryptedDirectory { return .encrypted(path: path) }
        if let lastName, isLastEncrypted, handle.isSevenZip { return .behindEncrypted(archive: path, entry: lastName) }
        return Refusal.damaged(path, behind: lastName, reason)
    }
}
