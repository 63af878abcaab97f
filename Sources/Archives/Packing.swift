import CArchive
import Files
import Foundation

/// What a whole archive is packed with, told by the first bytes of its file.
enum Packing: CaseIterable {
    case gzip, bzip2, xz, zstd, lz4

    /// - Throws: ``ArchiveError/unreadable(path:reason:)``.
    init?(ofFile path: String) throws(ArchiveError) {
        var position: Int64 = 0
        var head = try FilePiece.bytes(8, at: position, of: path)
        // Frames that decoders of zstd and lz4 skip: 4 bytes 0x184D2A50 to 5F, 4 bytes length, both little-endian (RFC 8878, 3.1.2).
        while head.count == 8, head[0] & 0xf0 == 0x50, head[1...3] == [0x2a, 0x4d, 0x18] {
            position += 8 + Int64(littleEndian(head[4...7]))
            head = try FilePiece.bytes(8, at: position, of: path)
        }
        self.init(head: head)
    }

    init?(head: some Sequence<UInt8>) {
        guard let found = Self.allCases.first(where: { $0.starts.contains { head.starts(with: $0) } }) else { return nil }
        self = found
    }

    private var starts: [[UInt8]] {
        switch self {
        case .gzip: [[0x1f, 0x8b, 8]]
        case .bzip2: [Array("BZh".utf8)]
        case .xz: [[0xfd, 0x37, 0x7a, 0x58, 0x5a, 0]]
        case .zstd: [Self.zstdStart]
        case .lz4: [[0x04, 0x22, 0x4d, 0x18], [0x02, 0x21, 0x4c, 0x18]]   // and the frame of its first years
        }
    }

    private static let zstdStart: [UInt8] = [0x28, 0xb5, 0x2f, 0xfd]

    /// libarchive's number for it.
    var filter: Int32 {
        switch self {
        case .gzip: ARCHIVE_FILTER_GZIP
        case .bzip2: ARCHIVE_FILTER_BZIP2
        case .xz: ARCHIVE_FILTER_XZ
        case .zstd: ARCHIVE_FILTER_ZSTD
        case .lz4: ARCHIVE_FILTER_LZ4
        }
    }

    /// The first 4,096 bytes of what is packed.
    ///
    /// - Throws: ``ArchiveError/archiveDamaged(archive:entry:reason:)`` if so much does not unpack.
    func unpackedStart(of path: String) throws(ArchiveError) -> ArraySlice<UInt8> {
        guard let archive = archive_read_new() else { fatalError("out of memory: no room for an archive reader") }
        defer { archive_read_free(archive) }
        var entry: OpaquePointer?
        var bytes = [UInt8](repeating: 0, count: 4096)
        guard archive_read_support_format_raw(archive) == ARCHIVE_OK, archive_read_append_filter(archive, filter) == ARCHIVE_OK,
            archive_read_open_filename(archive, path, 1 << 16) == ARCHIVE_OK, archive_read_next_header(archive, &entry) == ARCHIVE_OK,
            case let count = archive_read_data(archive, &bytes, bytes.count), count >= 0
        else { throw .archiveDamaged(archive: path, entry: nil, reason: LibraryStatus.message(of: archive)) }
        return bytes[..<count]
    }

    /// Bytes of the window that a zstd file asks for; nil for a file of another kind (RFC 8878, 3.1.1.1).
    static func zstdWindow(of path: String) throws(ArchiveError) -> UInt64? {
        let head = try FilePiece.bytes(18, at: 0, of: path)
        guard head.starts(with: zstdStart), head.count > 5 else { return nil }
        let descriptor = head[4]
        guard descriptor & 0x20 != 0 else {
            let base = UInt64(1) << (10 + UInt64(head[5] >> 3))
            return base + base / 8 * UInt64(head[5] & 7)
        }
        // A single segment: the window is the whole content.
        let start = 5 + [0, 1, 2, 4][Int(descriptor & 3)], length = [1, 2, 4, 8][Int(descriptor >> 6)]
        guard head.count >= start + length else { return nil }
        return littleEndian(head[start..<start + length]) + (length == 2 ? 256 : 0)
    }
}

/// Why a file cannot be read as an archive, as far as the file itself tells.
enum Refusal {
    /// The largest window the zstd library unpacks without being asked (ZSTD_WINDOWLOG_LIMIT_DEFAULT, 27).
    private static let largestWindow: UInt64 = 1 << 27

    /// For a file that no format takes.
    static func unrecognised(_ path: String) -> ArchiveError {
        do throws(ArchiveError) {
            if let split = try splitPart(path) { return split }
            if let window = try Packing.zstdWindow(of: path), window > largestWindow { return .windowTooLarge(path: path, bytes: window) }
            if let start = try Packing(ofFile: path)?.unpackedStart(of: path), Packing(head: start) != nil { return .packedTwice(path: path) }
            if let other = FileMistakenFor(start: try FilePiece.bytes(64, at: 0, of: path)) { return .mistaken(path: path, for: other) }
            return .notAnArchive(path: path)
        } catch {
            return error
        }
    }

    /// For a file that cannot be read on.
    ///
    /// - Parameter entry: the last one before that; nil if there was none.
    static func damaged(_ path: String, behind entry: String?, _ reason: String) -> ArchiveError {
        let split = try? splitPart(path)
        return split ?? .archiveDamaged(archive: path, entry: entry, reason: reason)
    }

    private static func splitPart(_ path: String) throws(ArchiveError) -> ArchiveError? {
        let ending = path.lowercased().split(separator: "/").last?.split(separator: ".").last ?? ""
        let isNamedSo = ending.wholeMatch(of: /z?[0-9]{2,3}|part[0-9]+/) != nil
        if isNamedSo { return .partOfSplit(path: path) }
        return try isLastZipPart(path) ? .partOfSplit(path: path) : nil
    }

    /// Whether the end of a zip tells of other parts, or of more bytes before it than there are (APPNOTE.TXT 6.3.10, 4.3.16).
    private static func isLastZipPart(_ path: String) throws(ArchiveError) -> Bool {
        let recordLength = 22
        let tail = try FilePiece.lastBytes(recordLength + 0xffff, of: path)
        guard tail.count >= recordLength else { return false }
        let start = (0...tail.count - recordLength).last { tail[$0..<$0 + 4].elementsEqual([0x50, 0x4b, 5, 6]) }
        guard let start else { return false }
        let disk = littleEndian(tail[start + 4..<start + 6])
        let size = littleEndian(tail[start + 12..<start + 16]), offset = littleEndian(tail[start + 16..<start + 20])
        if disk == 0xffff || offset == 0xffff_ffff { return false }   // told elsewhere, in the record of a zip64
        let length = UInt64(FileStatus(path: Array(path.utf8))?.size ?? 0)
        return disk != 0 || offset + size > length - UInt64(tail.count - start)
    }
}

/// Some bytes of a file.
enum FilePiece {
    /// Up to `count` bytes from `position` on; fewer only at the end.
    ///
    /// - Throws: ``ArchiveError/unreadable(path:reason:)``.
    static func bytes(_ count: Int, at position: Int64, of path: String) throws(ArchiveError) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .unreadable(path: path, reason: String(cString: strerror(errno))) }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: count), filled = 0
        while filled < count {
            let got = bytes.withUnsafeMutableBytes { pread(descriptor, $0.baseAddress.map { $0 + filled }, count - filled, off_t(position) + off_t(filled)) }
            if got < 0, errno == EINTR { continue }
            guard got >= 0 else { throw .unreadable(path: path, reason: String(cString: strerror(errno))) }
            if got == 0 { break }
            filled += got
        }
        return Array(bytes[..<filled])
    }

    static func lastBytes(_ count: Int, of path: String) throws(ArchiveError) -> [UInt8] {
        let size = FileStatus(path: Array(path.utf8))?.size ?? 0
        return try bytes(count, at: max(0, size - Int64(count)), of: path)
    }
}

/// The number that bytes spell, the lowest first; at most eight.
private func littleEndian(_ bytes: ArraySlice<UInt8>) -> UInt64 {
    bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
}
