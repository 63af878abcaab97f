import Clips
import Foundation
import GRDB

/// A cell that does not hold what the schema says.
struct DamagedCell: Error, CustomStringConvertible {
    let table: String
    let column: String
    /// Continues the sentence, e.g. "is NULL, not text".
    let problem: String

    var description: String { "column '\(column)' of table '\(table)' \(problem)" }
}

/// A row as it lies in the database. Every cell is checked for its type: GRDB's own subscripts end the process on a value they do not
/// expect (`row["x"]` is a `try!`), and its typed fetches turn text into numbers and numbers into text.
struct StoredRow {
    private let table: String
    private let row: Row

    init(_ row: Row, of table: String) {
        self.table = table
        self.row = row
    }

    /// The rows that `sql` selects; `table` is named in errors.
    static func all(_ database: Database, of table: String, sql: String, arguments: StatementArguments = []) throws -> [StoredRow] {
        try Row.fetchAll(database, sql: sql, arguments: arguments).map { StoredRow($0, of: table) }
    }

    /// The first row that `sql` selects; `table` is named in errors.
    static func one(_ database: Database, of table: String, sql: String, arguments: StatementArguments = []) throws -> StoredRow? {
        try Row.fetchOne(database, sql: sql, arguments: arguments).map { StoredRow($0, of: table) }
    }

    func has(_ column: String) -> Bool { row.hasColumn(column) }

    func isNull(_ column: String) -> Bool { if case .null = storage(column) { true } else { false } }

    @discardableResult
    func text(_ column: String) throws(DamagedCell) -> String {
        guard case .string(let text) = storage(column) else { throw mismatch(column, "text") }
        return text
    }

    func optionalText(_ column: String) throws(DamagedCell) -> String? { isNull(column) ? nil : try text(column) }

    @discardableResult
    func integer(_ column: String) throws(DamagedCell) -> Int {
        guard case .int64(let number) = storage(column) else { throw mismatch(column, "an integer") }
        return Int(number)
    }

    func real(_ column: String) throws(DamagedCell) -> Double {
        guard case .double(let number) = storage(column) else { throw mismatch(column, "a real number") }
        return number
    }

    func blob(_ column: String) throws(DamagedCell) -> Data {
        guard case .blob(let bytes) = storage(column) else { throw mismatch(column, "a blob") }
        return bytes
    }

    func boolean(_ column: String) throws(DamagedCell) -> Bool {
        let number = try integer(column)
        guard number == 0 || number == 1 else { throw damaged(column, "is \(number), not 0 or 1") }
        return number == 1
    }

    /// A value that is stored as JSON.
    func json<Value: Decodable>(_ column: String) throws(DamagedCell) -> Value {
        let text = try text(column)
        guard let value = try? JSONDecoder().decode(Value.self, from: Data(text.utf8)) else {
            throw damaged(column, "does not hold the JSON that was written: '\(text.prefix(40))'")
        }
        return value
    }

    /// A word out of a fixed list.
    func choice<Value: RawRepresentable<String> & CaseIterable>(_ column: String) throws(DamagedCell) -> Value {
        try choice(try text(column), column)
    }

    /// Words out of a fixed list with commas between them.
    func choices<Value: RawRepresentable<String> & CaseIterable & Hashable>(_ column: String) throws(DamagedCell) -> Set<Value> {
        Set(try text(column).split(separator: ",").map { word throws(DamagedCell) in try choice(String(word), column) })
    }

    /// Two cells that hold values together or are NULL together.
    ///
    /// - Returns: whether they hold values.
    func holdsBoth(_ first: String, _ second: String) throws(DamagedCell) -> Bool {
        guard isNull(first) == isNull(second) else {
            throw isNull(first) ? damaged(first, "is NULL, but '\(second)' is not") : damaged(second, "is NULL, but '\(first)' is not")
        }
        return !isNull(first)
    }

    func damaged(_ column: String, _ problem: String) -> DamagedCell { DamagedCell(table: table, column: column, problem: problem) }

    private func choice<Value: RawRepresentable<String> & CaseIterable>(_ word: String, _ column: String) throws(DamagedCell) -> Value {
        guard let value = Value(rawValue: word) else {
            throw damaged(column, "is '\(word.prefix(40))', not one of \(Value.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        return value
    }

    /// A column that is not there counts as NULL.
    private func storage(_ column: String) -> DatabaseValue.Storage { (row[column] as DatabaseValue?)?.storage ?? .null }

    private func mismatch(_ column: String, _ expected: String) -> DamagedCell {
        let found =
            switch storage(column) {
            case .null: "NULL"
            case .int64: "an integer"
            case .double: "a real number"
            case .string: "text"
            case .blob: "a blob"
            }
        return damaged(column, "is \(found), not \(expected)")
    }
}
