import CArchive
import Foundation

/// An archive opened for writing by libarchive, and the file it goes to.
final class WriteHandle {
    private let archive: OpaquePointer   // owned; freed in deinit
    private let descriptor: Int32        // owned; closed in deinit
    private let locale: TextLocale
    private let subject: String

    /// - Parameter subject: the path errors name.
    init(creating path: String, format: ArchiveFormat, subject: String) throws(ArchiveError) {
        self.subject = subject
        locale = try TextLocale()
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw .cannotWrite(path: subject, reason: String(cString: strerror(errno))) }
        guard let archive = archive_write_new() else { fatalError("out of memory: no room for an archive writer") }
        self.descriptor = descriptor
        self.archive = archive
        try configure(format)
        try check(archive_write_open_fd(archive, descriptor))
    }

    deinit {
        archive_write_free(archive)
        close(descriptor)
    }

    func add(name: String, bytes: [UInt8]) throws(ArchiveError) {
        try begin(name: name, size: bytes.count)
        try write(bytes)
        try check(archive_write_finish_entry(archive))
    }

    func add(name: String, start: [UInt8], contentsOf file: String) throws(ArchiveError) {
        let input = open(file, O_RDONLY | O_CLOEXEC)
        guard input >= 0 else { throw .unreadable(path: file, reason: String(cString: strerror(errno))) }
        defer { close(input) }
        try begin(name: name, size: start.count + Int(lseek(input, 0, SEEK_END)))
        lseek(input, 0, SEEK_SET)
        try write(start)
        var buffer = [UInt8](repeating: 0, count: 1 << 20)
        while true {
            let count = read(input, &buffer, buffer.count)
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { throw .unreadable(path: file, reason: String(cString: strerror(errno))) }
            if count == 0 { break }
            try write(Array(buffer[..<count]))
        }
        try check(archive_write_finish_entry(archive))
    }

    private func begin(name: String, size: Int) throws(ArchiveError) {
        guard let entry = archive_entry_new() else { fatalError("out of memory: no room for an archive entry") }
        defer { archive_entry_free(entry) }
        archive_entry_set_size(entry, Int64(size))
        archive_entry_set_filetype(entry, UInt32(S_IFREG))
        archive_entry_set_perm(entry, 0o644)
        // The beginning of the epoch, which zip's local time cannot express: the result is the same in every time zone.
        archive_entry_set_mtime(entry, 0, 0)
        let code = locale.inForce {
            archive_entry_set_pathname(entry, name)
            return archive_write_header(archive, entry)
        }
        try check(code)
    }

    /// Writes what is outstanding and flushes it to disk.
    func finish() throws(ArchiveError) {
        try check(archive_write_close(archive))
        guard fsync(descriptor) == 0 else { throw .cannotWrite(path: subject, reason: String(cString: strerror(errno))) }
    }

    private func write(_ bytes: [UInt8]) throws(ArchiveError) {
        var written = 0
        while written < bytes.count {
            let count = bytes[written...].withUnsafeBytes { archive_write_data(archive, $0.baseAddress, $0.count) }
            guard count > 0 else { throw .cannotWrite(path: subject, reason: withSystemsWords(LibraryStatus.message(of: archive))) }
            written += count
        }
    }

    private func configure(_ format: ArchiveFormat) throws(ArchiveError) {
        switch format {
        case .zip, .zipStored:
            try check(archive_write_set_format_zip(archive))
            try check(format == .zip ? archive_write_zip_set_compression_deflate(archive) : archive_write_zip_set_compression_store(archive))
        case .tar, .tarGzip, .tarXz, .tarZstd:
            try check(archive_write_set_format_pax_restricted(archive))
            try setFilter(format)
        }
    }

    private func setFilter(_ format: ArchiveFormat) throws(ArchiveError) {
        switch format {
        case .zip, .zipStored, .tar: break
        case .tarGzip:
            try check(archive_write_add_filter_gzip(archive))
            try check(archive_write_set_filter_option(archive, "gzip", "timestamp", nil))
        case .tarXz: try check(archive_write_add_filter_xz(archive))
        case .tarZstd: try check(archive_write_add_filter_zstd(archive))
        }
    }

    private func check(_ code: Int32) throws(ArchiveError) {
        switch LibraryStatus(code, of: archive) {
        case .good: return
        case .end: throw .cannotWrite(path: subject, reason: "unexpected end")
        case .warned(let reason), .retry(let reason), .failed(let reason), .fatal(let reason), .unreadable(let reason):
            throw .cannotWrite(path: subject, reason: withSystemsWords(reason))
        }
    }

    /// libarchive says "Write error" and keeps the number.
    private func withSystemsWords(_ reason: String) -> String {
        let systemErrors = LibraryStatus.systemErrors.union([ENOSPC, EDQUOT, EFBIG, EROFS])
        return systemErrors.contains(archive_errno(archive)) ? LibraryStatus.wholeMessage(of: archive) : reason
    }
}
