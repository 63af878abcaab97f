import Foundation

/// A file that appears whole or not at all: written beside its destination, flushed to disk, then renamed over it.
final class OutputFile {
    private let path: String
    private let temporaryPath: String
    private var descriptor: Int32   // owned; closed by commit or deinit, which also removes an unfinished file

    init(replacing path: String) throws(TensorFileError) {
        var attempt = 0
        while true {
            let temporaryPath = "\(path).\(getpid())-\(attempt).partial"
            let descriptor = open(temporaryPath, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
            if descriptor >= 0 {
                (self.path, self.temporaryPath, self.descriptor) = (path, temporaryPath, descriptor)
                return
            }
            guard errno == EEXIST, attempt < 1000 else {
                throw .inaccessible(file: path, reason: "cannot be written: \(systemReason())")
            }
            attempt += 1
        }
    }

    deinit {
        guard descriptor >= 0 else { return }
        close(descriptor)
        unlink(temporaryPath)
    }

    func write(_ bytes: UnsafeRawBufferPointer) throws(TensorFileError) {
        var done = 0
        while done < bytes.count {
            let count = Foundation.write(descriptor, bytes.baseAddress! + done, bytes.count - done)
            if count < 0 && errno == EINTR { continue }
            if count < 0 { throw .inaccessible(file: path, reason: "cannot be written: \(systemReason())") }
            done += count
        }
    }

    func write<Element: BitwiseCopyable>(_ elements: [Element]) throws(TensorFileError) {
        var failure: TensorFileError?
        elements.withUnsafeBytes { bytes in
            do throws(TensorFileError) { try write(bytes) } catch { failure = error }
        }
        if let failure { throw failure }
    }

    /// Flushes the bytes and gives the file its name.
    func commit() throws(TensorFileError) {
        guard fsync(descriptor) == 0, rename(temporaryPath, path) == 0 else {
            throw .inaccessible(file: path, reason: "cannot be written: \(systemReason())")
        }
        close(descriptor)
        descriptor = -1
        flushDirectory()
    }

    /// The rename itself survives a power cut only once its directory is on disk; some file systems cannot be asked to.
    private func flushDirectory() {
        let parent = (path as NSString).deletingLastPathComponent
        let directory = open(parent.isEmpty ? "." : parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard directory >= 0 else { return }
        fsync(directory)
        close(directory)
    }
}
