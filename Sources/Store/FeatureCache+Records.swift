public import Clips
import Digests
import Foundation
import GRDB
import Tensors

extension FeatureCache {
    /// Notes what an extractor is; a no-op if it is known.
    public func register(_ extractor: ExtractorRecord) throws(StoreError) {
        try file.write("an extractor") { database in
            try database.execute(
                sql: "INSERT OR IGNORE INTO extractor VALUES (?, ?, ?, ?, ?)",
                arguments: [
                    extractor.fingerprint, extractor.modality.rawValue, extractor.network, extractor.synthesized, extractor.description,
                ])
        }
    }

    public func extractors() throws(StoreError) -> [ExtractorRecord] {
        try file.read("the extractors") { database in
            try StoredRow.all(database, of: "extractor", sql: "SELECT * FROM extractor ORDER BY modality, network, fingerprint")
                .map(ExtractorRecord.init)
        }
    }

    /// Writes features and their preview, if there is one, in one transaction; features of the same key are replaced.
    public func save(_ record: FeatureRecord, preview: [UInt8]?) throws(StoreError) {
        let stored = StoredFeatures(record)
        try file.write("features") { database in
            try stored.insert(into: database)
            if let preview { try Self.insert(Data(preview), of: record.sha256, record.modality.rawValue, database) }
        }
    }

    static func insert(_ preview: Data, of sha256: String, _ modality: String, _ database: Database) throws {
        try database.execute(sql: "INSERT OR REPLACE INTO preview VALUES (?, ?, ?)", arguments: [sha256, modality, preview])
    }

    /// Writes many records in one transaction, for those who have them all at hand.
    public func save(_ records: [FeatureRecord]) throws(StoreError) {
        let stored = records.map(StoredFeatures.init)
        try file.write("features") { database in for features in stored { try features.insert(into: database) } }
    }

    /// The most rows a member has, by extractor.
    public func longest(of extractor: String) throws(StoreError) -> Int {
        try file.read("the features") { database in
            // Text sorts behind every number, so a wrong cell is seen.
            let row = try StoredRow.one(
                database, of: "feature", sql: "SELECT max(rows) AS rows FROM feature WHERE extractor = ?", arguments: [extractor])
            guard let row, !row.isNull("rows") else { return 0 }
            return try row.integer("rows")
        }
    }

    /// The features of a member; nil if there are none.
    ///
    /// - Throws: ``StoreError/damagedRecord(file:key:detail:)`` if the record is not what was written.
    public func features(of sha256: String, extractor: String) throws(StoreError) -> FeatureRecord? {
        let row = try file.read("features") { database in
            try StoredRow.one(
                database, of: "feature", sql: "SELECT * FROM feature WHERE sha256 = ? AND extractor = ?", arguments: [sha256, extractor])
        }
        return try row.map { row throws(StoreError) in
            guard let record = try? StoredFeatures(row).record else {
                throw .damagedRecord(file: path, key: sha256, detail: StoredFeatures.damage(of: row) ?? "")
            }
            return record
        }
    }

    /// Digest of each member's features by the member's SHA-256. There are none while the extractor is not registered: its record, which
    /// says what the numbers are, may have been lost in ``salvage(to:)``, and the next extraction registers it again.
    ///
    /// - Throws: ``StoreError/damagedRecord(file:key:detail:)`` if a record's key or digest cannot be read.
    public func digests(of extractor: String) throws(StoreError) -> [String: String] {
        let rows = try file.read("the features' digests") { database in
            try StoredRow.all(
                database, of: "feature",
                sql: """
                    SELECT rowid AS number, sha256, digest FROM feature
                    WHERE extractor = ? AND EXISTS (SELECT 1 FROM extractor WHERE fingerprint = ?)
                    """,
                arguments: [extractor, extractor])
        }
        var digests: [String: String] = [:]
        for row in rows {
            do throws(DamagedCell) {
                digests[try row.text("sha256")] = try row.text("digest")
            } catch {
                let number = (try? row.integer("number")) ?? 0
                let key = (try? row.text("sha256")) ?? "row \(number) of the table 'feature'"
                throw .damagedRecord(file: path, key: key, detail: error.description)
            }
        }
        return digests
    }

    /// A small picture (JPEG) of a visual member, or the waveform's peaks (bytes 0...255) of an audio one.
    ///
    /// - Throws: ``StoreError/damagedRecord(file:key:detail:)`` if it cannot be read.
    public func preview(of sha256: String, modality: Modality) throws(StoreError) -> [UInt8]? {
        let row = try file.read("a preview") { database in
            try StoredRow.one(
                database, of: "preview", sql: "SELECT content FROM preview WHERE sha256 = ? AND modality = ?",
                arguments: [sha256, modality.rawValue])
        }
        do throws(DamagedCell) {
            return try row.map { row throws(DamagedCell) in [UInt8](try row.blob("content")) }
        } catch {
            throw .damagedRecord(file: path, key: sha256, detail: error.description)
        }
    }

    /// How many clips an extractor has features of, and how many rows in all.
    ///
    /// - Throws: ``StoreError/damagedDatabase(file:operation:reason:)`` if a record's size cannot be read or cannot be true.
    public func counts(of extractor: String) throws(StoreError) -> (clips: Int, rows: Int, columns: Int) {
        try file.read("the features") { database in
            // Other values are left out of the sum, which would overflow or take text for 0.
            let possible = "typeof(rows) = 'integer' AND typeof(columns) = 'integer' AND rows BETWEEN 1 AND 4294967295"
            let row = try StoredRow.one(
                database, of: "feature",
                sql: """
                    SELECT count(*) AS clips, coalesce(sum(CASE WHEN \(possible) THEN rows END), 0) AS rows,
                    coalesce(max(columns), 0) AS columns, count(CASE WHEN \(possible) THEN 1 END) AS possible
                    FROM feature WHERE extractor = ?
                    """,
                arguments: [extractor])
            guard let row else { return (0, 0, 0) }
            let impossible = try row.integer("clips") - row.integer("possible")
            guard impossible == 0 else { throw row.damaged("rows", "or 'columns' does not hold a size in \(impossible) records") }
            return (try row.integer("clips"), try row.integer("rows"), try row.integer("columns"))
        }
    }
}
