import GRDB

extension Catalogue {
    /// Rows that mean something by themselves. What was read of the sources does not: half a listing would pass for a whole one.
    private static let independent = ["failure", "stage", "file_digest"]

    /// Takes over from a damaged catalogue what can still be read of failures and finished stages; the samples are not,
    /// so they are listed anew.
    ///
    /// - Returns: how many rows there were.
    public func takeOver(salvaging path: String) throws(StoreError) -> Int {
        guard let old = try? DatabaseFile(salvaging: path) else { return 0 }
        var taken = 0
        for table in Self.independent {
            let rows = Result { try old.read("what is left of '\(table)'") { try Self.readable($0, table) } }
            guard case .success(let rows) = rows else { continue }
            taken += try file.write("what is left of '\(table)'") { database in
                for row in rows {
                    let places = row.map { _ in "?" }.joined(separator: ", ")
                    try database.execute(sql: "INSERT OR IGNORE INTO \(table) VALUES (\(places))", arguments: StatementArguments(row))
                }
                return rows.count
            }
        }
        // It says that samples are there, which is no longer so.
        try file.write("a stage's record") { try $0.execute(sql: "DELETE FROM stage WHERE run = ''") }
        return taken
    }

    /// The rows of a table up to where SQLite gives up.
    private static func readable(_ database: Database, _ table: String) throws -> [[DatabaseValue]] {
        var rows: [[DatabaseValue]] = []
        let cursor = try Row.fetchCursor(database, sql: "SELECT * FROM \(table)")
        while let row = try? cursor.next() { rows.append(Array(row.databaseValues)) }
        return rows
    }

    /// What is wrong with the database's own structure.
    public func damage() throws(StoreError) -> [CacheDamage] { try file.structuralDamage() }
}
