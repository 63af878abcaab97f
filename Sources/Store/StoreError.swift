/// A database of a workspace that cannot be opened, read or written.
public enum StoreError: Error, Equatable, Sendable, CustomStringConvertible {
    /// SQLite's own words on an operation on `file`.
    case database(file: String, operation: String, reason: String)
    /// SQLite finds that `file` is not what it wrote (cut short, overwritten, or no database at all), or a cell of a table is NULL or holds
    /// a value of another type.
    case damagedDatabase(file: String, operation: String, reason: String)
    /// `file` was written by a newer aadml.
    case newerSchema(file: String)
    /// A stored record does not have the size, types or digest it was written with.
    case damagedRecord(file: String, key: String, detail: String)
    /// A call that writes to a database that was opened for reading only.
    case readOnly(file: String, operation: String)

    public var description: String {
        switch self {
        case .database(let file, let operation, let reason):
            "\(file): could not \(operation): \(reason)"
        case .damagedDatabase(let file, let operation, let reason):
            "\(file): could not \(operation): \(reason); 'aadml run' with its ingest and extract stages mends it, and 'aadml features verify --repair' a feature cache alone"
        case .newerSchema(let file):
            "\(file): written by a newer version of aadml; update aadml, or use another workspace"
        case .damagedRecord(let file, let key, let detail):
            "\(file): the record of \(key) is damaged (\(detail)); 'aadml features verify WORKSPACE --repair' removes what is damaged, and the next run extracts it again"
        case .readOnly(let file, let operation):
            "\(file): could not \(operation): the database is open for reading only"
        }
    }
}
