import GRDB

extension DatabaseFile {
    /// Takes over what can still be read of a damaged file's tables, in this order.
    ///
    /// - Parameter isWhole: whether a row means something with what was taken over before it.
    /// - Returns: how many rows there were.
    func takeOver(
        _ tables: [String], of damaged: String, isWhole: (Database, _ table: String, Row) throws -> Bool = { _, _, _ in true }
    ) throws(StoreError) -> Int {
        try writer("what is left of \(damaged)")
        guard let old = try? DatabaseFile(salvaging: damaged) else { return 0 }
        var taken = 0
        for table in tables {
            let rows = Result { try old.read("what is left of '\(table)'") { try Self.readable($0, table) } }
            guard case .success(let rows) = rows else { continue }
            taken += try write("what is left of '\(table)'") { database in
                let whole = try rows.filter { try isWhole(database, table, $0) }
                for row in whole {
                    let names = row.columnNames.joined(separator: ", "), places = row.columnNames.map { _ in "?" }.joined(separator: ", ")
                    try database.execute(
                        sql: "INSERT OR IGNORE INTO \(table) (\(names)) VALUES (\(places))", arguments: StatementArguments(row.databaseValues))
                }
                return whole.count
            }
        }
        return taken
    }

    /// The rows of a table up to where SQLite gives up.
    private static func readable(_ database: Database, _ table: String) throws -> [Row] {
        var rows: [Row] = []
        let cursor = try Row.fetchCursor(database, sql: "SELECT * FROM \(table)")
        while let row = try? cursor.next() { rows.append(row.copy()) }
        return rows
    }
}
