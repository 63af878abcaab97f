import Foundation
import GRDB

/// A connection that creates and writes nothing beside the file it reads. How SQLite can do that depends on what lies there.
struct ReadOnlyConnection: Sendable {
    /// How long a file that changes meanwhile is opened and read again, in seconds: as long as a reader waits for a lock.
    private static let patience = 20.0

    let queue: DatabaseQueue
    /// The files the contents were taken from, where the connection does not notice that they change; nil where it does.
    private var stamp: DatabaseStamp?
    /// Where the contents are a copy that lies elsewhere.
    private var copy: TemporaryCopy?

    private init(_ queue: DatabaseQueue, takenFrom stamp: DatabaseStamp? = nil, copy: TemporaryCopy? = nil) {
        self.queue = queue
        self.stamp = stamp
        self.copy = copy
    }

    /// - Parameter close: lets go of the connection when a writer of this process asks for it.
    /// - Throws: ``StoreError``, `DatabaseError`.
    static func open(_ path: String, _ migrator: DatabaseMigrator, close: @escaping @Sendable () -> Void) throws -> ReadOnlyConnection {
        try undisturbed(path) {
            let stamp = try DatabaseStamp(of: path)
            let opened = Result { try connection(path, stamp, close).migrated(migrator, path) }
            if case .success(let connection) = opened, connection.stamp == nil { return connection }
            // A writer that comes or goes creates and removes the files by which the way of opening was chosen.
            return try stamp == DatabaseStamp(of: path) ? opened.get() : nil
        }
    }

    /// Tries until the file was not changed meanwhile.
    ///
    /// - Parameter attempt: gives nil where a change came between.
    /// - Throws: ``StoreError/database(file:operation:reason:)`` if changes came for ``patience`` seconds; what `attempt` throws.
    static func undisturbed<Value>(_ path: String, _ attempt: () throws -> Value?) throws -> Value {
        let start = ContinuousClock.now
        var pause = 0.001
        repeat {
            if let value = try attempt() { return value }
            Thread.sleep(forTimeInterval: pause)
            pause = min(2 * pause, 0.1)
        } while start.duration(to: .now) < .seconds(patience)
        throw StoreError.database(
            file: path, operation: "read the database", reason: "it was changed again and again for \(Int(patience)) s; try again later")
    }

    /// Whether what was read is to be read again through a new connection.
    func isOutdated<Value>(_ path: String, after result: Result<Value, any Error>) throws -> Bool {
        if let stamp { return try stamp != DatabaseStamp(of: path) }
        // What a writer that was killed left behind asks for another way of opening.
        guard case .failure(let error as DatabaseError) = result else { return false }
        return [.SQLITE_READONLY, .SQLITE_CANTOPEN].contains(error.resultCode)
    }

    // MARK: Ways of opening

    private static func connection(
        _ path: String, _ stamp: DatabaseStamp, _ close: @escaping @Sendable () -> Void
    ) throws -> ReadOnlyConnection {
        guard let file = stamp.database else { return ReadOnlyConnection(try DatabaseQueue()) }
        if let log = stamp.log {
            if stamp.hasSharedMemory {
                return ReadOnlyConnection(try SharedMemoryReaders.add(of: file, close: close) { try joining(path) })
            }
            if log.size > 0 { return try copying(path, stamp) }
        }
        if isWriteAheadLogged(path) {
            // Without this, SQLite would create the log. It also takes no locks, so the stamp tells whether a writer came.
            return ReadOnlyConnection(try queue(path, "mode=ro&immutable=1"), takenFrom: stamp)
        }
        do {
            return ReadOnlyConnection(try queue(path, "mode=ro"))
        } catch let error as DatabaseError where error.resultCode == .SQLITE_READONLY && stamp.journal != nil {
            return try copying(path, stamp)   // the journal of a writer that was killed must be rolled back
        }
    }

    /// Opens a file whose log and shared memory are there, of a writer that is at work or was killed. SQLite reads the log into memory of
    /// its own where no process holds the shared memory (wal.c, walBeginShmUnreliable).
    private static func joining(_ path: String) throws -> DatabaseQueue {
        do {
            return try queue(path, "mode=ro&readonly_shm=1")
        } catch let error as DatabaseError where error.resultCode == .SQLITE_READONLY {
            // A writer that has not read since it wrote first has set no mark for readers (wal.c, walTryBeginRead), so this one sets it.
            return try queue(path, "mode=ro")
        }
    }

    private static func copying(_ path: String, _ stamp: DatabaseStamp) throws -> ReadOnlyConnection {
        let copy = try TemporaryCopy(of: path)
        return ReadOnlyConnection(try DatabaseQueue(path: copy.path), takenFrom: stamp, copy: copy)
    }

    /// Whether the file's header asks for a write-ahead log. SQLite itself is asked, which without locks cannot open such a file
    /// (pager.c, sqlite3PagerWalSupported): closing a descriptor of our own would take away the locks that other connections of this
    /// process hold on the file (https://sqlite.org/howtocorrupt.html, 2.2).
    private static func isWriteAheadLogged(_ path: String) -> Bool {
        do {
            _ = try queue(path, "mode=ro&nolock=1")
            return false
        } catch {
            return (error as? DatabaseError)?.resultCode == .SQLITE_CANTOPEN
        }
    }

    /// Opens a file with parameters that only a URI can give (https://sqlite.org/uri.html). Debian and Ubuntu build SQLite with
    /// SQLITE_USE_URI; where it is not, the file is not found.
    private static func queue(_ path: String, _ parameters: String) throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(20)
        let plain = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/".utf8)
        let encoded = path.utf8.map { plain.contains($0) ? String(UnicodeScalar($0)) : "%" + ($0 < 16 ? "0" : "") + String($0, radix: 16) }
        // An empty host, since a path may begin with two slashes.
        let scheme = path.hasPrefix("/") ? "file://" : "file:"
        return try DatabaseQueue(path: scheme + encoded.joined() + "?" + parameters, configuration: configuration)
    }

    // MARK: Schema

    /// With the schema of this version: a file of an older one is read into memory and brought up to date there.
    private func migrated(_ migrator: DatabaseMigrator, _ path: String) throws -> ReadOnlyConnection {
        let (isNewer, isComplete) = try queue.read { (try migrator.hasBeenSuperseded($0), try migrator.hasCompletedMigrations($0)) }
        guard !isNewer else { throw StoreError.newerSchema(file: path) }
        guard !isComplete else { return self }
        guard queue.configuration.readonly else {
            try migrator.migrate(queue)   // in memory, or a copy
            return self
        }
        let memory = try DatabaseQueue()
        try queue.backup(to: memory)
        try migrator.migrate(memory)
        return ReadOnlyConnection(memory, takenFrom: stamp)
    }
}
