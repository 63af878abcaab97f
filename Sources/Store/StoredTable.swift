import GRDB

/// A table and how each of its rows is checked.
struct StoredTable: Sendable {
    let name: String
    /// The columns that tell people which row it is.
    let key: [String]
    /// Decodes a row as reading does.
    private let decode: @Sendable (StoredRow) throws -> Void

    init(_ name: String, key: [String], decode: @escaping @Sendable (StoredRow) throws -> Void) {
        self.name = name
        self.key = key
        self.decode = decode
    }

    /// What is wrong with a row's cells; nil if reading gets what was written.
    func damage(of row: Row) -> String? {
        let stored = StoredRow(row, of: name)
        do {
            try decode(stored)
            return nil
        } catch {
            let key = key.map { "\($0) " + ((try? stored.text($0)) ?? (try? stored.integer($0)).map(String.init) ?? "unreadable") }
            return "\(error) (row with \(key.joined(separator: ", ")))"
        }
    }
}

extension DatabaseFile {
    /// So many findings tell enough.
    private static let mostFindings = 20

    /// What is wrong with the file's structure or, where that is sound, with the cells of `tables`; one row is held at a time. SQLite
    /// itself finds wrong types only in newer versions.
    func damage(in tables: [StoredTable]) throws(StoreError) -> [CacheDamage] {
        var found = try structuralDamage()
        guard found.isEmpty else { return found }
        for table in tables {
            let limit = Self.mostFindings - found.count
            let details = try read("the table '\(table.name)'") { database in
                var details: [String] = []
                let rows = try Row.fetchCursor(database, sql: "SELECT * FROM \(table.name)")
                while details.count < limit, let row = try rows.next() {
                    if let detail = table.damage(of: row) { details.append(detail) }
                }
                return details
            }
            found += details.map { CacheDamage(file: path, sha256: nil, modality: nil, detail: $0) }
        }
        return found
    }

    /// What SQLite finds wrong with the file's structure; it does not know whether contents are what was written.
    func structuralDamage() throws(StoreError) -> [CacheDamage] {
        let findings = try read("the database's structure") { database in
            var findings: [String] = []
            do {
                // One line, `ok`, or what is wrong. Each wrong cell is a line too, so the number of lines is not limited.
                let lines = try String.fetchCursor(database, sql: "PRAGMA integrity_check(\(Int32.max))")
                while findings.count < Self.mostFindings, let line = try lines.next() {
                    if line != "ok", !Self.isAboutACell(line) { findings.append(line) }
                }
            } catch let error as DatabaseError where [.SQLITE_CORRUPT, .SQLITE_NOTADB, .SQLITE_IOERR].contains(error.resultCode) {
                findings.append("the check could not be finished: the file is damaged or cut short")
            }
            return findings
        }
        if !findings.isEmpty { try expectReadable(path, "read the database's structure") }
        return findings.map { CacheDamage(file: path, sha256: nil, modality: nil, detail: $0) }
    }

    /// Whether a finding of `PRAGMA integrity_check` is a cell of a wrong type, e.g. "NULL value in feature.rows", "non-TEXT value in
    /// feature.sha256" ("pragma.c"). The row around it is sound.
    private static func isAboutACell(_ finding: String) -> Bool {
        finding.contains(#/^(NULL|NUMERIC|TEXT|non-[A-Z]+) value in \w+\.\w+$/#)
    }
}
