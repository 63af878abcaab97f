import Foundation
import GRDB

/// One SQLite file: its connection, its schema and its errors. Everything here goes through GRDB.
struct DatabaseFile: Sendable {
    private enum Access: Sendable {
        case writing(DatabaseQueue)
        case reading(ReadOnlyDatabase)
        case salvaging(DatabaseQueue)
    }

    let path: String
    private let access: Access

    /// Opens or creates the file and brings its schema up to date.
    init(path: String, migrator: DatabaseMigrator) throws(StoreError) {
        self.path = path
        let opened = try mapped(path, "open the database") {
            try sharingNewFiles(near: path) {
                let queue = try SharedMemoryReaders.close(at: path) {
                    try DatabaseQueue(path: path, configuration: configuration(for: path))
                }
                let isNewer = try queue.read(migrator.hasBeenSuperseded)
                if !isNewer { try migrator.migrate(queue) }
                return (queue: queue, isNewer: isNewer)
            }
        }
        guard !opened.isNewer else { throw .newerSchema(file: path) }
        access = .writing(opened.queue)
    }

    /// Opens the file for reading only, and creates and writes nothing; a file that is not there is an empty database.
    init(reading path: String, migrator: DatabaseMigrator) throws(StoreError) {
        self.path = path
        access = .reading(try mapped(path, "open the database") { try ReadOnlyDatabase(path: path, migrator: migrator) })
    }

    /// Opens a damaged file for reading what is left of it; nothing is checked or changed.
    init(salvaging path: String) throws(StoreError) {
        self.path = path
        access = .salvaging(try mapped(path, "open the damaged database") {
            var configuration = Configuration()
            configuration.readonly = true
            // SQLite refuses a file shorter than its header says, unless this is on ("btree.c", lockBtree).
            configuration.prepareDatabase { try $0.execute(sql: "PRAGMA writable_schema = ON") }
            return try DatabaseQueue(path: path, configuration: configuration)
        })
    }

    /// Whether it was opened for reading only.
    var isReadOnly: Bool { if case .writing = access { false } else { true } }

    /// - Parameter body: only reads, and may be called again: a file may change under a database that was opened for reading only.
    func read<Value>(_ what: String, _ body: (Database) throws -> Value) throws(StoreError) -> Value {
        try mapped(path, "read \(what)") { try connected(body) }
    }

    /// As ``read(_:_:)``, with errors as they come.
    func connected<Value>(_ body: (Database) throws -> Value) throws -> Value {
        switch access {
        case .writing(let queue), .salvaging(let queue): try queue.read(body)
        case .reading(let database): try database.read(body)
        }
    }

    /// One transaction: all of it is on disk when the call returns, or none of it.
    ///
    /// - Throws: ``StoreError/readOnly(file:operation:)`` if the file was opened for reading only.
    func write<Value>(_ what: String, _ body: (Database) throws -> Value) throws(StoreError) -> Value {
        let queue = try writer(what)
        return try mapped(path, "write \(what)") { try queue.write(body) }
    }

    /// As ``write(_:_:)``, but rows may refer to others that are not there.
    func writeWithoutForeignKeys(_ what: String, _ body: (Database) throws -> Void) throws(StoreError) {
        let queue = try writer(what)
        try mapped(path, "write \(what)") {
            try queue.writeWithoutTransaction { database in
                // SQLite ignores it within a transaction.
                try database.execute(sql: "PRAGMA foreign_keys = OFF")
                let result = Result { try database.inTransaction { try body(database); return .commit } }
                try database.execute(sql: "PRAGMA foreign_keys = ON")
                try result.get()
            }
        }
    }

    /// The connection that writes.
    @discardableResult
    func writer(_ what: String) throws(StoreError) -> DatabaseQueue {
        guard case .writing(let queue) = access else { throw .readOnly(file: path, operation: "write \(what)") }
        return queue
    }
}

private func configuration(for path: String) -> Configuration {
    var configuration = Configuration()
    configuration.busyMode = .timeout(20)
    let sharesMemory = FileSystem.sharedMemoryWorks(near: path)
    configuration.prepareDatabase { database in
        // Not GRDB's own setting: it writes to a log that is still empty, and who only reads would wait for a writer.
        if sharesMemory { try database.execute(sql: "PRAGMA journal_mode = WAL") }
        try database.execute(sql: "PRAGMA synchronous = FULL")
    }
    return configuration
}

/// One process at a time opens the databases of a folder: GRDB's migrator is not made for two that find the same new file,
/// and a slow disk keeps it half made for seconds. The lock is the folder's own, so that nothing is left behind; a file system
/// without such locks (some NFS) or an owner that hangs leaves the second process with SQLite's own patience.
private func sharingNewFiles<Value>(near path: String, _ open: () throws -> Value) throws -> Value {
    let folder = Glibc.open(URL(fileURLWithPath: path).deletingLastPathComponent().path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    defer { if folder >= 0 { close(folder) } }
    let patience = ContinuousClock.now + .seconds(20)
    while folder >= 0, flock(folder, LOCK_EX | LOCK_NB) != 0, errno == EWOULDBLOCK || errno == EINTR, ContinuousClock.now < patience {
        Thread.sleep(forTimeInterval: 0.005)
    }
    return try open()
}
