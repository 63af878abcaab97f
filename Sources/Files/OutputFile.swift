import Foundation

/// A file that appears whole or not at all: written beside its destination, flushed to disk, then renamed over it.
public final class OutputFile {
    private let path: String
    private let temporaryPath: String
    private var descriptor: Int32   // owned; closed by commit or deinit, which also removes an unfinished file

    /// Starts the new file; what stands at `path` stays until ``commit()``.
    ///
    /// - Throws: ``FileError/cannotWrite(path:reason:)``, as all calls here.
    public init(replacing path: String) throws(FileError) {
        var attempt = 0
        while true {
            let temporaryPath = "\(path).\(getpid())-\(attempt).partial"
            let descriptor = open(temporaryPath, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
            if descriptor >= 0 {
                (self.path, self.temporaryPath, self.descriptor) = (path, temporaryPath, descriptor)
                return
            }
            guard errno == EEXIST, attempt < 1000 else {
                throw .cannotWrite(path: path, reason: String(cString: strerror(errno)))
            }
            attempt += 1
        }
    }

    deinit {
        guard descriptor >= 0 else { return }
        close(descriptor)
        unlink(temporaryPath)
    }

    public func write(_ bytes: UnsafeRawBufferPointer) throws(FileError) {
        var done = 0
        while done < bytes.count, let base = bytes.baseAddress {
            let count = Foundation.write(descriptor, base + done, bytes.count - done)
            if count < 0 && errno == EINTR { continue }
            if count < 0 { throw .cannotWrite(path: path, reason: String(cString: strerror(errno))) }
            done += count
        }
    }

    /// Writes elements as they lie in memory.
    public func write<Element: BitwiseCopyable>(_ elements: [Element]) throws(FileError) {
        // `withUnsafeBytes` of an array rethrows without the error's type.
        var failure: FileError?
        elements.withUnsafeBytes { bytes in
            do throws(FileError) { try write(bytes) } catch { failure = error }
        }
        if let failure { throw failure }
    }

    /// Flushes the bytes and gives the file its name.
    public func commit() throws(FileError) {
        guard fsync(descriptor) == 0, rename(temporaryPath, path) == 0 else {
            throw .cannotWrite(path: path, reason: String(cString: strerror(errno)))
        }
        close(descriptor)
        descriptor = -1
        flushParent(of: path)
    }
}

extension OutputFile {
    /// Writes a whole file at once.
    public static func replace(_ path: String, with bytes: [UInt8]) throws(FileError) {
        let file = try OutputFile(replacing: path)
        try file.write(bytes)
        try file.commit()
    }
}
