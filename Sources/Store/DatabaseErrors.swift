import Foundation
import GRDB

/// Turns what GRDB throws into a ``StoreError``.
///
/// - Parameter operation: what failed, as the error says it.
func mapped<Value>(_ path: String, _ operation: String, _ body: () throws -> Value) throws(StoreError) -> Value {
    do {
        return try body()
    } catch let error as StoreError {
        throw error
    } catch let error as DamagedCell {
        throw .damagedDatabase(file: path, operation: operation, reason: error.description)
    } catch is RowDecodingError {
        // Only GRDB's own table of migrations is read through its typed fetches.
        throw .damagedDatabase(file: path, operation: operation, reason: "the table of migrations holds a value of another type")
    } catch let error as DatabaseError where [.SQLITE_CORRUPT, .SQLITE_NOTADB].contains(error.resultCode) {
        try expectReadable(path, operation)
        throw .damagedDatabase(file: path, operation: operation, reason: error.message ?? "SQLite error \(error.resultCode.rawValue)")
    } catch let error as DatabaseError {
        // SQLite says no more of a file system that has no room for the memory its processes share, or that fails.
        let room = error.resultCode == .SQLITE_IOERR ? FileSystem.freeBytes(near: path).map { ", with \($0 >> 10) KiB free there" } : nil
        let reason = error.message ?? "SQLite error \(error.resultCode.rawValue)"
        throw .database(file: path, operation: operation, reason: reason + (room ?? ""))
    } catch {
        throw .database(file: path, operation: operation, reason: "\(error)")
    }
}

/// SQLite calls a file damaged that a failing disk does not give back ("os_unix.c", unixRead: SQLITE_IOERR_CORRUPTFS). Whoever mends
/// it would throw away what is sound, and reads all of it anyway.
func expectReadable(_ path: String, _ operation: String) throws(StoreError) {
    for file in [path, path + "-wal", path + "-journal"] {
        guard let reason = FileSystem.readingError(of: file) else { continue }
        throw .database(file: path, operation: operation, reason: reason)
    }
}
