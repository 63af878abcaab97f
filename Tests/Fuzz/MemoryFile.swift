import Foundation

/// A file in memory, for parsers that read files: its content changes with every input, its path does not.
final class MemoryFile: Sendable {
    let path: String
    private let descriptor: Int32   // owned, for as long as the process lives

    /// `Tests/fuzz.sh` lets TMPDIR be a folder in memory, which it removes.
    init(named name: String) {
        path = NSTemporaryDirectory() + "/" + name
        descriptor = open(path, O_RDWR | O_CREAT | O_TRUNC, 0o600)
        precondition(descriptor >= 0, "\(path): \(String(cString: strerror(errno)))")
    }

    /// Replaces the content.
    func holding(_ bytes: UnsafeRawBufferPointer) -> String {
        ftruncate(descriptor, 0)
        _ = pwrite(descriptor, bytes.baseAddress, bytes.count, 0)
        return path
    }
}
