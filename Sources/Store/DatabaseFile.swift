import Foundation
import GRDB

/// One SQLite file: its connection, its schema and its errors. Everything here goes through GRDB.
struct DatabaseFile: Sendable {
    let path: String
    private let queue: DatabaseQueue

    /// Opens or creates the file and brings its schema up to date.
    init(path: String, migrator: DatabaseMigrator) throws(StoreError) {
        self.path = path
        let opened = try mapped(path, "open the database") {
            try sharingNewFiles(near: path) {
                let queue = try DatabaseQueue(path: path, configuration: configuration(for: path))
                let isNewer = try queue.read(migrator.hasBeenSuperseded)
                if !isNewer { try migrator.migrate(queue) }
                return (queue: queue, isNewer: isNewer)
            }
        }
        guard !opened.isNewer else { throw .newerSchema(file: path) }
        queue = opened.queue
    }

    /// Opens a damaged file for reading what is left of it; nothing is checked or changed.
    init(salvaging path: String) throws(StoreError) {
        self.path = path
        queue = try mapped(path, "open the damaged database") {
            var configuration = Configuration()
            configuration.readonly = true
            // SQLite refuses a file shorter than its header says, unless this is on ("btree.c", lockBtree).
            configuration.prepareDatabase { try $0.execute(sql: "PRAGMA writable_schema = ON") }
            return try DatabaseQueue(path: path, configuration: configuration)
        }
    }

    func read<Value>(_ what: String, _ body: (Database) throws -> Value) throws(StoreError) -> Value {
        try mapped(path, "read \(what)") { try queue.read(body) }
    }

    /// What SQLite finds wrong with the file's structure; it does not know whether contents are what was written.
    func structuralDamage() throws(StoreError) -> [CacheDamage] {
        let findings = try read("the database's structure") { database in
            // One line, `ok`, or what is wrong; SQLite itself may give up half way.
            (try? String.fetchAll(database, sql: "PRAGMA integrity_check(20)")) ?? ["the check could not be finished: the file is damaged or cut short"]
        }
        if findings != ["ok"] { try expectReadable(path, "read the database's structure") }
        return findings.filter { $0 != "ok" }.map { CacheDamage(file: path, sha256: nil, modality: nil, detail: $0) }
    }

    /// One transaction: all of it is on disk when the call returns, or none of it.
    func write<Value>(_ what: String, _ body: (Database) throws -> Value) throws(StoreError) -> Value {
        try mapped(path, "write \(what)") { try queue.write(body) }
    }
}

private func mapped<Value>(_ path: String, _ operation: String, _ body: () throws -> Value) throws(StoreError) -> Value {
    do {
        return try body()
    } catch let error as StoreError {
        throw error
    } catch let error as DatabaseError where [.SQLITE_CORRUPT, .SQLITE_NOTADB].contains(error.resultCode) {
        try expectReadable(path, operation)
        throw .damagedDatabase(file: path, operation: operation, reason: error.message ?? "SQLite error \(error.resultCode.rawValue)")
    } catch let error as DatabaseError {
        // SQLite says no more of a file system that has no room for the memory its processes share, or that fails.
        let room = error.resultCode == .SQLITE_IOERR ? FileSystem.freeBytes(near: path).map { ", with \($0 >> 10) KiB free there" } : nil
        throw .database(file: path, operation: operation, reason: (error.message ?? "SQLite error \(error.resultCode.rawValue)") + (room ?? ""))
    } catch {
        throw .database(file: path, operation: operation, reason: "\(error)")
    }
}

/// SQLite calls a file damaged that a failing disk does not give back ("os_unix.c", unixRead: SQLITE_IOERR_CORRUPTFS). Whoever mends
/// it would throw away what is sound, and reads all of it anyway.
private func expectReadable(_ path: String, _ operation: String) throws(StoreError) {
    for file in [path, path + "-wal", path + "-journal"] {
        guard let reason = FileSystem.readingError(of: file) else { continue }
        throw .database(file: path, operation: operation, reason: reason)
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
