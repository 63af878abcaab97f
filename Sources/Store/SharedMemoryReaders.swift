import GRDB
import Locks

/// Lets a process write a database that it also reads.
///
/// All connections of a process to one file share one mapping of its `-shm` (os_unix.c, unixShmNode). Where a reader mapped it for reading
/// only, a writer gets it so too, and fails. So such readers close before a writer opens, and each opens again at its next read.
enum SharedMemoryReaders {
    private struct Reader {
        weak var queue: DatabaseQueue?
        let file: DatabaseStamp.File
        let close: @Sendable () -> Void
    }

    private static let readers = Shared<[Reader]>([])

    /// Opens a reader of `file`, while no writer is being opened.
    ///
    /// - Parameter close: waits for the read that is under way and lets go of the connection.
    static func add(
        of file: DatabaseStamp.File, close: @escaping @Sendable () -> Void, _ open: () throws -> DatabaseQueue
    ) throws -> DatabaseQueue {
        try readers.change { readers in
            let queue = try open()
            readers.removeAll { $0.queue == nil }
            readers.append(Reader(queue: queue, file: file, close: close))
            return queue
        }
    }

    /// Opens a writer of the file at `path` after its readers have closed.
    static func close(at path: String, toOpen open: () throws -> DatabaseQueue) throws -> DatabaseQueue {
        guard let file = try DatabaseStamp(of: path).database else { return try open() }
        while true {
            let closings = readers.change { readers in readers.filter { $0.file.isSame(as: file) }.map(\.close) }
            for close in closings { close() }   // not under the lock, since a reader that opens again waits for it
            let writer = try readers.change { readers in
                readers.contains { $0.file.isSame(as: file) && $0.queue != nil } ? nil : try open()
            }
            if let writer { return writer }
        }
    }
}
