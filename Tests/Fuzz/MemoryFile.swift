import Foundation

/// A file in memory, for parsers that read files: its content changes with every input, its path does not.
enum MemoryFile {
    /// Without a name in any folder, so that nothing is left behind.
    private static let descriptor: Int32 = {
        var path = Array("/dev/shm/fuzz-XXXXXX".utf8CString)
        let descriptor = mkstemp(&path)
        unlink(path)
        return descriptor
    }()

    static func path(holding bytes: UnsafeRawBufferPointer) -> String {
        precondition(descriptor >= 0, "mkstemp: \(String(cString: strerror(errno)))")
        ftruncate(descriptor, 0)
        _ = pwrite(descriptor, bytes.baseAddress, bytes.count, 0)
        return "/proc/self/fd/\(descriptor)"
    }
}
