import GRDB

extension DatabaseFile {
    /// Takes over the sound rows that can still be read of a damaged file's tables, in this order.
    ///
    /// - Parameter isWhole: whether a row means something with what was taken over before it.
    /// - Returns: how many rows there were.
    func takeOver(
        _ tables: [StoredTable], of damaged: String, isWhole: (Database, _ table: String, Row) throws -> Bool = { _, _, _ in true }
    ) throws(StoreError) -> Int {
        try writer("what is left of \(damaged)")
        guard let old = try? DatabaseFile(salvaging: damaged) else { return 0 }
        var taken = 0
        for table in tables {
            taken += try write("what is left of '\(table.name)'") { database in
                var count = 0, failure: (any Error)?
                // What the damaged file throws ends its rows, wherever SQLite meets it; what the new one throws is an error.
                _ = try? old.connected { source in
                    let rows = try Row.fetchCursor(source, sql: "SELECT * FROM \(table.name)")
                    while let row = try rows.next() {
                        // A strict table refuses a value of another type even with OR IGNORE.
                        guard table.damage(of: row) == nil else { continue }
                        do {
                            guard try isWhole(database, table.name, row) else { continue }
                            try Self.insert(row, into: table.name, database)
                            count += database.changesCount
                        } catch { return failure = error }
                    }
                }
                if let failure { throw failure }
                return count
            }
        }
        return taken
    }

    /// By the names of its columns, since a file of an older version has fewer.
    private static func insert(_ row: Row, into table: String, _ database: Database) throws {
        let names = row.columnNames.joined(separator: ", "), places = row.columnNames.map { _ in "?" }.joined(separator: ", ")
        try database.cachedStatement(sql: "INSERT OR IGNORE INTO \(table) (\(names)) VALUES (\(places))")
            .execute(arguments: StatementArguments(row.databaseValues))
    }
}
