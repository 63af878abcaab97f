import Foundation

/// What lies at a database's path: two stamps that are equal mean that nothing was written in between.
struct DatabaseStamp: Equatable, Sendable {
    struct File: Equatable, Sendable {
        let device: UInt
        let inode: UInt
        /// Bytes.
        let size: Int
        /// Time of the last change: seconds, and nanoseconds on top.
        let changed: [Int]

        /// Whether it is the same file, whatever was written to it.
        func isSame(as other: File) -> Bool { device == other.device && inode == other.inode }
    }

    /// nil if there is no file, as with the others.
    let database: File?
    /// `-wal`
    let log: File?
    /// `-journal`
    let journal: File?
    /// Whether there is a `-shm`.
    let hasSharedMemory: Bool

    /// - Throws: ``StoreError/database(file:operation:reason:)`` if the system does not tell.
    init(of path: String) throws(StoreError) {
        database = try Self.file(path)
        log = try Self.file(path + "-wal")
        journal = try Self.file(path + "-journal")
        hasSharedMemory = try Self.file(path + "-shm") != nil
    }

    private static func file(_ path: String) throws(StoreError) -> File? {
        var status = stat()
        guard stat(path, &status) == 0 else {
            if errno == ENOENT { return nil }
            throw .database(file: path, operation: "look at the file", reason: String(cString: strerror(errno)))
        }
        return File(
            device: UInt(status.st_dev), inode: UInt(status.st_ino), size: Int(status.st_size),
            changed: [status.st_mtim.tv_sec, status.st_mtim.tv_nsec])
    }
}
