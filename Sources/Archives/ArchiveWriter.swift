import Foundation

/// Makes an archive of files given as bytes; the same files in the same order give the same bytes.
///
/// Times are those of no clock, owners are 0, permissions 0644. The archive is written to a temporary file beside it, flushed
/// to disk and renamed in ``finish()``; if it is never finished, or an `add` fails, nothing is left behind.
public final class ArchiveWriter {
    private let path: String
    private let temporaryPath: String
    private var handle: WriteHandle?
    private var names: Set<String> = []

    /// - Throws: ``ArchiveError/cannotWrite(path:reason:)`` if the temporary file cannot be made.
    public init(path: String, format: ArchiveFormat) throws(ArchiveError) {
        self.path = path
        let url = URL(fileURLWithPath: path)
        temporaryPath = url.deletingLastPathComponent().appendingPathComponent(".\(url.lastPathComponent).\(getpid()).partial").path
        unlink(temporaryPath)   // of a process of the same id that was killed
        handle = try WriteHandle(creating: temporaryPath, format: format, subject: path)
    }

    deinit {
        if handle != nil {
            handle = nil
            unlink(temporaryPath)
        }
    }

    /// Adds a file.
    ///
    /// - Parameter name: a relative path with forward slashes, not yet used.
    /// - Throws: ``ArchiveError/invalidName(archive:entry:reason:)`` for a name that a reader would skip;
    ///   ``ArchiveError/cannotWrite(path:reason:)``.
    public func add(name: String, bytes: [UInt8]) throws(ArchiveError) {
        guard let handle else { preconditionFailure("the archive is finished") }
        try check(name)
        try handle.add(name: name, bytes: bytes)
        names.insert(name)
    }

    /// Adds what lies in a file, without holding it in memory.
    ///
    /// - Parameters:
    ///   - name: as above.
    ///   - start: bytes that come before the file's own.
    /// - Throws: as above; ``ArchiveError/unreadable(path:reason:)`` for the file.
    public func add(name: String, start: [UInt8], contentsOf file: String) throws(ArchiveError) {
        guard let handle else { preconditionFailure("the archive is finished") }
        try check(name)
        try handle.add(name: name, start: start, contentsOf: file)
        names.insert(name)
    }

    /// Completes the archive and puts it in its place, replacing what stood there.
    public func finish() throws(ArchiveError) {
        guard let handle else { preconditionFailure("the archive is finished") }
        try handle.finish()
        guard rename(temporaryPath, path) == 0 else {
            throw .cannotWrite(path: path, reason: String(cString: strerror(errno)))
        }
        self.handle = nil
        flushFolder()
    }

    private func check(_ name: String) throws(ArchiveError) {
        switch EntryName(raw: Array(name.utf8), backslashes: false, maxBytes: ArchiveLimits().maxNameBytes) {
        case .accepted(name):
            if names.contains(name) { throw .invalidName(archive: path, entry: name, reason: SkipReason.duplicateName.description) }
        case .accepted(let normalised):
            throw .invalidName(archive: path, entry: name, reason: "it is not in its plain form, '\(normalised)'")
        case .hidden:
            throw .invalidName(archive: path, entry: name, reason: "readers pass over hidden files")
        case .refused(let reason):
            throw .invalidName(archive: path, entry: name, reason: reason.description)
        }
    }

    /// Makes the new name last; a file system that cannot flush folders has done so already.
    private func flushFolder() {
        let folder = open(URL(fileURLWithPath: path).deletingLastPathComponent().path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { return }
        fsync(folder)
        close(folder)
    }
}
