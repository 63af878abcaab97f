import Foundation
import GRDB

/// One SQLite file: its connection, its schema and its errors. Everything here goes through GRDB.
struct DatabaseFile: Sendable {
    let path: String
    private let queue: DatabaseQueue

    /// Opens or creates the file and brings its schema up to date.
    init(path: String, migrator: DatabaseMigrator) throws(StoreError) {
        self.path = path
        queue = try mapped(path, "open the database") {
            var configuration = Configuration()
            configuration.busyMode = .timeout(20)
            configuration.journalMode = FileSystem.sharedMemoryWorks(near: path) ? .wal : .default
            configuration.prepareDatabase { database in try database.execute(sql: "PRAGMA synchronous = FULL") }
            return try DatabaseQueue(path: path, configuration: configuration)
        }
        let isNewer = try mapped(path, "read the schema") { try queue.read(migrator.hasBeenSuperseded) }
        guard !isNewer else { throw .newerSchema(file: path) }
        try mapped(path, "create the tables") { try migrator.migrate(queue) }
    }

    func read<Value>(_ what: String, _ body: (Database) throws -> Value) throws(StoreError) -> Value {
        try mapped(path, "read \(what)") { try queue.read(body) }
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
    } catch let error as DatabaseError {
        throw .database(file: path, operation: operation, reason: error.message ?? "SQLite error \(error.resultCode.rawValue)")
    } catch {
        throw .database(file: path, operation: operation, reason: "\(error)")
    }
}
