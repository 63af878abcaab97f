import Foundation

/// What tells one file or folder from another, whatever links lead to it.
struct FileIdentity: Hashable {
    let device: UInt64
    let inode: UInt64
}

/// What the system says of a file, links followed.
struct FileStatus {
    let identity: FileIdentity
    let type: mode_t
    let size: Int64

    /// nil, with `errno`, if there is none.
    init?(path: [UInt8]) {
        var status = stat()
        guard withCString(path, { stat($0, &status) }) == 0 else { return nil }
        identity = FileIdentity(device: UInt64(status.st_dev), inode: UInt64(status.st_ino))
        type = status.st_mode & S_IFMT
        size = Int64(status.st_size)
    }
}

/// Lends a path, which need not be UTF-8, to a system call.
func withCString<Result>(_ path: [UInt8], _ body: (UnsafePointer<CChar>) -> Result) -> Result {
    (path + [0]).withUnsafeBytes { bytes in
        guard let base = bytes.baseAddress else { preconditionFailure("a terminated path is never empty") }
        return body(base.assumingMemoryBound(to: CChar.self))
    }
}
