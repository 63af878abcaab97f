import CArchive
import Foundation

/// An archive opened for reading by libarchive, with the formats and filters we support and no others.
final class ReadHandle {
    private let path: String
    private let archive: OpaquePointer   // owned; freed in deinit, which also closes its file
    private let locale: TextLocale
    private var entry: OpaquePointer?    // belongs to `archive`; good until the next header

    /// Bytes asked of the file at a time. Entries that are not read are seeked over, each at the price of one block: 22 µs
    /// with 128 KiB, 75 to 97 µs with 1 MiB, while reading all runs at 2.2 GB/s with either (1,000 stored entries of 1 MiB).
    private static let blockBytes = 128 << 10

    init(opening path: String) throws(ArchiveError) {
        self.path = path
        locale = try TextLocale()
        guard let archive = archive_read_new() else { fatalError("out of memory: no room for an archive reader") }
        self.archive = archive
        let packing = try Packing(ofFile: path)
        let settings: [(OpaquePointer?) -> Int32] = [
            archive_read_support_format_zip, archive_read_support_format_tar, archive_read_support_format_gnutar,
            archive_read_support_format_7zip,
            // Several tars in one file are one archive, as with `tar -i`; libarchive would end with the first.
            { archive_read_set_format_option($0, "tar", "read_concatenated_archives", "1") },
            // This layer and no other: left to find layers out, libarchive unpacks what an archive that packs itself unpacks to.
            { archive_read_append_filter($0, packing?.filter ?? ARCHIVE_FILTER_NONE) },
        ]
        for set in settings {
            if case .fatal(let reason) = LibraryStatus(set(archive), of: archive) { throw .unreadable(path: path, reason: reason) }
        }
        let code = locale.inForce { archive_read_open_filename(archive, path, Self.blockBytes) }
        if code != ARCHIVE_OK { throw openingError() }
    }

    deinit { archive_read_free(archive) }

    func nextHeader() -> LibraryStatus {
        LibraryStatus(locale.inForce { archive_read_next_header(archive, &entry) }, of: archive)
    }

    /// The entry whose header was read last.
    func found() -> FoundEntry {
        guard let entry else { preconditionFailure("no header was read") }
        let name = locale.inForce { archive_entry_pathname(entry) }
        return FoundEntry(
            rawName: name.map { Array(UnsafeRawBufferPointer(start: $0, count: strlen($0))) } ?? [], kind: Self.kind(of: entry),
            size: archive_entry_size_is_set(entry) != 0 ? archive_entry_size(entry) : nil)
    }

    /// More bytes of the current entry, and how the call went; the count is 0 unless it went well.
    func read(into buffer: UnsafeMutableRawBufferPointer) -> (count: Int, status: LibraryStatus) {
        let count = archive_read_data(archive, buffer.baseAddress, buffer.count)
        return count >= 0 ? (count, .good) : (0, LibraryStatus(Int32(count), of: archive))
    }

    var position: ArchivePosition {
        ArchivePosition(packed: archive_filter_bytes(archive, -1), unpacked: archive_filter_bytes(archive, 0))
    }

    /// Why the system does not give back what lies about the place that was read last, or the end, where a zip is read first; nil if
    /// it does.
    ///
    /// A read that fails while libarchive finds out what it has, or passes over something, is told without the system's number.
    var readingError: String? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        let block = Int64(Self.blockBytes), position = position.packed
        var buffer = [UInt8](repeating: 0, count: Self.blockBytes)
        for place in [position - block, position, position + block, Int64(lseek(descriptor, 0, SEEK_END)) - block] {
            if pread(descriptor, &buffer, buffer.count, off_t(max(0, place))) < 0, LibraryStatus.systemErrors.contains(errno) {
                return String(cString: strerror(errno))
            }
        }
        return nil
    }

    var isZip: Bool { archive_format(archive) & ARCHIVE_FORMAT_BASE_MASK == ARCHIVE_FORMAT_ZIP }
    var isSevenZip: Bool { archive_format(archive) & ARCHIVE_FORMAT_BASE_MASK == ARCHIVE_FORMAT_7ZIP }

    /// Whether the list of entries was found to be encrypted.
    var hasEncryptedDirectory: Bool { archive_read_has_encrypted_entries(archive) == 1 }

    private static func kind(of entry: OpaquePointer) -> FoundEntry.Kind {
        if archive_entry_hardlink(entry) != nil { return .unwanted(.hardLink) }
        switch archive_entry_filetype(entry) & S_IFMT {
        case S_IFDIR: return .directory
        case S_IFLNK: return .unwanted(.symbolicLink)
        case S_IFREG: return archive_entry_is_data_encrypted(entry) != 0 ? .unwanted(.encrypted) : .file
        default: return .unwanted(.specialFile)
        }
    }

    private func openingError() -> ArchiveError {
        let reason = LibraryStatus.message(of: archive)
        if let why = readingError { return .unreadable(path: path, reason: why) }
        switch archive_errno(archive) {
        case EILSEQ: return Refusal.unrecognised(path)   // ARCHIVE_ERRNO_FILE_FORMAT: no format took it
        case EPERM, EMFILE, ENFILE: return .unreadable(path: path, reason: reason)
        case let code where LibraryStatus.systemErrors.contains(code): return .unreadable(path: path, reason: LibraryStatus.wholeMessage(of: archive))
        default: return Refusal.damaged(path, behind: nil, reason)
        }
    }
}
