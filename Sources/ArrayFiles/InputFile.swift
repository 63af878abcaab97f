import Foundation

/// A regular file that is read at given offsets, never past its end.
package final class InputFile {
    package let path: String
    /// Bytes.
    package let size: Int
    private let descriptor: Int32   // owned; closed in deinit

    package init(_ path: String) throws(TensorFileError) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .inaccessible(file: path, reason: "cannot be opened: \(systemReason())") }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            close(descriptor)
            throw .inaccessible(file: path, reason: "is not a regular file")
        }
        self.path = path
        self.descriptor = descriptor
        size = Int(status.st_size)
    }

    deinit { close(descriptor) }

    package func bytes(at offset: Int, count: Int) throws(TensorFileError) -> [UInt8] {
        try array(of: UInt8.self, at: offset, count: count)
    }

    /// `count` elements as they stand in memory; the caller has checked that the range lies within the file.
    package func array<Element: BitwiseCopyable>(
        of type: Element.Type = Element.self, at offset: Int, count: Int
    ) throws(TensorFileError) -> [Element] {
        precondition(offset >= 0 && count >= 0 && offset + count * MemoryLayout<Element>.stride <= size)
        var failure: TensorFileError?
        // Not zeroed first: large weights would be written twice.
        let elements = [Element](unsafeUninitializedCapacity: count) { buffer, filled in
            failure = fill(UnsafeMutableRawBufferPointer(buffer), at: offset, bytes: count * MemoryLayout<Element>.stride)
            filled = failure == nil ? count : 0
        }
        if let failure { throw failure }
        return elements
    }

    private func fill(_ buffer: UnsafeMutableRawBufferPointer, at offset: Int, bytes: Int) -> TensorFileError? {
        var done = 0
        while done < bytes {
            let count = pread(descriptor, buffer.baseAddress! + done, bytes - done, off_t(offset + done))
            if count < 0 && errno == EINTR { continue }
            if count < 0 { return .inaccessible(file: path, reason: "cannot be read: \(systemReason())") }
            if count == 0 { return .inaccessible(file: path, reason: "became shorter while it was read") }
            done += count
        }
        return nil
    }
}

/// The operating system's words for what just failed.
package func systemReason() -> String { String(cString: strerror(errno)) }
