import Foundation
import GRDB
import Testing

/// A cell that a test spoils.
struct DamagedCell: CustomTestStringConvertible, Sendable {
    let table: String
    let column: String
    /// An SQL literal.
    let value: String
    /// Which row, in SQL.
    let row: String

    var testDescription: String { "\(table).\(column) = \(value)" }

    /// Whether an error or a finding names the cell.
    func isNamed(in text: String) -> Bool { text.contains("'\(column)'") && text.contains("'\(table)'") }

    /// Columns of one row, each with NULL and with a value of another type.
    static func each(_ table: String, _ columns: [String], where row: String, wrong: String) -> [DamagedCell] {
        columns.flatMap { column in ["NULL", wrong].map { DamagedCell(table: table, column: column, value: $0, row: row) } }
    }

    /// Writes the value into a table whose declaration is relaxed meanwhile, since the real one refuses it.
    func spoil(_ path: String) throws {
        var configuration = Configuration()
        configuration.foreignKeysEnabled = false
        try DatabaseQueue(path: path, configuration: configuration).writeWithoutTransaction { database in
            try database.execute(sql: "PRAGMA synchronous = OFF")
            let declared = try #require(
                try String.fetchOne(database, sql: "SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ?", arguments: [table]))
            let relaxed = [" NOT NULL", " STRICT,", " STRICT"].reduce(declared) { $0.replacingOccurrences(of: $1, with: "") }
            try declare(relaxed, database)
            try database.execute(sql: "UPDATE \(table) SET \"\(column)\" = \(value) WHERE \(row)")
            #expect(database.changesCount == 1)
            try declare(declared, database)
        }
    }

    private func declare(_ sql: String, _ database: Database) throws {
        try database.execute(sql: "PRAGMA writable_schema = ON")
        try database.execute(sql: "UPDATE sqlite_master SET sql = ? WHERE type = 'table' AND name = ?", arguments: [sql, table])
        try database.execute(sql: "PRAGMA writable_schema = RESET")
    }
}
