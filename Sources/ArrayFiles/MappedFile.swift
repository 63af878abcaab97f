import Foundation

/// A file's bytes, mapped into memory: pages come from the disk as they are looked at.
///
/// A file that another process shortens while it is read ends this process, as any mapped file does; all other damage is
/// found by the readers, which check every range against the size.
package final class MappedFile {
    package let path: String
    private let bytes: UnsafeRawBufferPointer   // owned; unmapped or freed in deinit
    private let isMapped: Bool

    /// Bytes.
    package var size: Int { bytes.count }

    package init(_ path: String) throws(TensorFileError) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .inaccessible(file: path, reason: "cannot be opened: \(systemReason())") }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw .inaccessible(file: path, reason: "is not a regular file")
        }
        self.path = path
        let size = Int(status.st_size)
        guard size > 0 else {   // an empty mapping is an error of mmap's own
            (bytes, isMapped) = (UnsafeRawBufferPointer(start: nil, count: 0), false)
            return
        }
        guard let base = mmap(nil, size, PROT_READ, MAP_PRIVATE, descriptor, 0), base != MAP_FAILED else {
            throw .inaccessible(file: path, reason: "cannot be mapped into memory: \(systemReason())")
        }
        (bytes, isMapped) = (UnsafeRawBufferPointer(start: base, count: size), true)
    }

    /// Bytes that are in memory already; `path` is for messages.
    package init(_ content: [UInt8], path: String) {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: content.count, alignment: 16)
        buffer.copyBytes(from: content)
        (self.path, bytes, isMapped) = (path, UnsafeRawBufferPointer(buffer), false)
    }

    deinit {
        if isMapped { munmap(UnsafeMutableRawPointer(mutating: bytes.baseAddress), bytes.count) } else { bytes.deallocate() }
    }

    /// Lends a stretch of the file that the caller has checked to lie within it.
    package func withBytes<Result>(_ range: Range<Int>, _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        withExtendedLifetime(self) { body(UnsafeRawBufferPointer(rebasing: bytes[range])) }
    }

    /// Lends the bytes. What is wrong with them becomes an error about the file, in the format's name.
    package func read<Result>(as format: String, _ body: (UnsafeRawBufferPointer) throws(FormatProblem) -> Result) throws(TensorFileError) -> Result {
        do throws(FormatProblem) {
            return try withExtendedLifetime(self) { () throws(FormatProblem) in try body(bytes) }
        } catch {
            throw error.inFile(path, format: format)
        }
    }
}
