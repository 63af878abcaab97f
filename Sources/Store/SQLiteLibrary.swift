import GRDB

/// The SQLite this process runs with.
public enum SQLiteLibrary {
    /// e.g. "3.40.1".
    public static func version() throws(StoreError) -> String {
        do {
            return try DatabaseQueue().read { try String.fetchOne($0, sql: "SELECT sqlite_version()") ?? "unknown" }
        } catch {
            throw .database(file: "in memory", operation: "ask SQLite's version", reason: "\(error)")
        }
    }
}
