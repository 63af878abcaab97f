/// Where an ``EntryReader`` gets its entries from: an archive or a folder.
protocol EntrySource: AnyObject {
    /// The next thing in the source, of whatever kind; nil at the end.
    func advance() throws(ArchiveError) -> FoundEntry?

    /// Up to `buffer.count` more bytes of the current entry; 0 at its end.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws(ArchiveError) -> Int

    /// How far the archive was read; nil where nothing is packed.
    var position: ArchivePosition? { get }

    /// Whether `\` in names separates folders.
    var hasBackslashes: Bool { get }
}

/// A thing in a source, before its name was looked at.
struct FoundEntry {
    enum Kind: Equatable {
        case file
        case directory
        case unwanted(SkipReason)
    }

    let rawName: [UInt8]
    let kind: Kind
    let size: Int64?
    var filePath: String?
}

/// How far an archive was read, in bytes.
struct ArchivePosition {
    /// Of the archive's file.
    let packed: Int64
    /// Of what the whole-archive compression (gzip, xz, ...) gave; the same as `packed` where there is none.
    let unpacked: Int64
}
