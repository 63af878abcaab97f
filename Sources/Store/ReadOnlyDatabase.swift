import GRDB
import Locks

/// A database file that is only read: nothing is created or written where it lies, not even SQLite's own `-wal`, `-shm` and `-journal`.
final class ReadOnlyDatabase: Sendable {
    private let path: String
    private let migrator: DatabaseMigrator
    /// nil before the first read, and after a writer of this process asked for it.
    private let connection = Shared<ReadOnlyConnection?>(nil)

    /// - Throws: ``StoreError``, `DatabaseError`.
    init(path: String, migrator: DatabaseMigrator) throws {
        self.path = path
        self.migrator = migrator
        try read { _ in }
    }

    /// Reads in one transaction, and reads again through a new connection where the file changed under one that does not notice.
    func read<Value>(_ body: (Database) throws -> Value) throws -> Value {
        try connection.change { connection in
            try ReadOnlyConnection.undisturbed(path) {
                let current = try connection ?? open()
                connection = current
                let outcome = Result { try current.queue.read(body) }
                guard try current.isOutdated(path, after: outcome) else { return outcome }
                connection = nil
                return nil
            }
        }.get()
    }

    private func open() throws -> ReadOnlyConnection {
        try ReadOnlyConnection.open(path, migrator) { [weak self] in self?.connection.change { $0 = nil } }
    }
}
