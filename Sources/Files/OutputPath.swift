import Foundation

/// A file that a library writes by its name, and that appears under its own name only when it is whole: made beside its
/// destination, flushed to disk, then renamed over it.
public final class OutputPath {
    public let path: String
    /// Where the library is to write; nothing is there yet.
    public let temporaryPath: String
    private var isCommitted = false

    public init(replacing path: String) {
        self.path = path
        temporaryPath = temporarySibling(of: path)
    }

    deinit { if !isCommitted { unlink(temporaryPath) } }

    /// Flushes what was written and gives it its name.
    ///
    /// - Throws: ``FileError/cannotWrite(path:reason:)``.
    public func commit() throws(FileError) {
        guard flush(temporaryPath), rename(temporaryPath, path) == 0 else {
            throw .cannotWrite(path: path, reason: String(cString: strerror(errno)))
        }
        isCommitted = true
        flushParent(of: path)
    }
}

/// A name beside `path` that no other process uses.
func temporarySibling(of path: String) -> String {
    var attempt = 0
    while true {
        let candidate = "\(path).\(getpid())-\(attempt).partial"
        if access(candidate, F_OK) != 0 { return candidate }
        attempt += 1
    }
}

/// Brings a file or folder to disk.
func flush(_ path: String) -> Bool {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    return fsync(descriptor) == 0
}

/// The rename itself survives a power cut only once its directory is on disk; some file systems cannot be asked to.
func flushParent(of path: String) {
    _ = flush(parentFolder(of: path))
}
