import GRDB

extension FeatureCache {
    private static let extractorTable = StoredTable("extractor", key: ["fingerprint"]) { _ = try ExtractorRecord($0) }

    /// Checks the database's own structure, every extractor, every preview's cells and every record's cells, size and digest, holding a
    /// batch of 64 records at a time.
    ///
    /// - Parameter progress: called with the number of records checked and their total.
    /// - Throws: what `progress` throws; ``StoreError`` where not even the structure can be asked for.
    public func damage(progress: (_ checked: Int, _ total: Int) throws -> Void) throws -> [CacheDamage] {
        var found = try file.structuralDamage()
        // A damaged index or page makes scans fail; `salvage(to:)` finds what is left.
        guard found.isEmpty else { return found }
        found = try file.damage(in: [Self.extractorTable])
        try check(.preview, "rowid AS number, sha256, modality, content", Self.previewDamage) { found += $0 }
        let total = try file.read("the features") { database in
            try StoredRow.one(database, of: "feature", sql: "SELECT count(*) AS count FROM feature")?.integer("count") ?? 0
        }
        var checked = 0
        try check(.feature, "rowid AS number, *", StoredFeatures.damage) { damage in
            found += damage
            checked = min(checked + Self.batch, total)
            try progress(checked, total)
        }
        return found
    }

    private static let batch = 64

    /// Checks the rows of a table in batches.
    private func check(
        _ table: RowPlace.Table, _ columns: String, _ damage: (StoredRow) -> String?, found: ([CacheDamage]) throws -> Void
    ) throws {
        var last = Int.min
        while true {
            let rows = try file.read("the table '\(table.rawValue)'") { database in
                try StoredRow.all(
                    database, of: table.rawValue,
                    sql: "SELECT \(columns) FROM \(table.rawValue) WHERE rowid > ? ORDER BY rowid LIMIT \(Self.batch)", arguments: [last]
                ).map { (number: try $0.integer("number"), row: $0) }
            }
            try found(rows.compactMap { number, row in
                damage(row).map { detail in
                    CacheDamage(
                        file: path, sha256: try? row.text("sha256"), modality: try? row.text("modality"), detail: detail,
                        place: RowPlace(table: table, number: number))
                }
            })
            guard let number = rows.last?.number else { return }
            last = number
        }
    }

    private static func previewDamage(_ row: StoredRow) -> String? {
        do throws(DamagedCell) {
            for column in ["sha256", "modality"] { try row.text(column) }
            _ = try row.blob("content")
            return nil
        } catch {
            return error.description
        }
    }

    /// Deletes records so that the next run extracts them again; what was repaired since it was found stays.
    public func remove(_ damage: [CacheDamage]) throws(StoreError) {
        try file.write("the damaged features") { database in
            for record in damage {
                if let place = record.place {
                    guard try Self.isDamaged(place, database) else { continue }
                    try database.execute(sql: "DELETE FROM \(place.table.rawValue) WHERE rowid = ?", arguments: [place.number])
                    // A preview is made when features are extracted.
                    guard place.table == .preview else { continue }
                }
                try database.execute(
                    sql: "DELETE FROM feature WHERE sha256 = ? AND modality = ?", arguments: [record.sha256, record.modality])
            }
        }
    }

    private static func isDamaged(_ place: RowPlace, _ database: Database) throws -> Bool {
        let row = try StoredRow.one(
            database, of: place.table.rawValue, sql: "SELECT * FROM \(place.table.rawValue) WHERE rowid = ?", arguments: [place.number])
        return row.map { place.table == .feature ? StoredFeatures.damage(of: $0) != nil : previewDamage($0) != nil } ?? false
    }
}
