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
            try Row.fetchAll(database, sql: "SELECT * FROM extractor ORDER BY modality, network, fingerprint").compactMap { row in
                guard let modality = Modality(rawValue: row["modality"]) else { return nil }
                return ExtractorRecord(
                    fingerprint: row["fingerprint"], modality: modality, network: row["network"], synthesized: row["synthesized"],
                    description: row["description"])
            }
        }
    }

    /// Writes features and their preview, if there is one, in one transaction; features of the same key are replaced.
    public func save(_ record: FeatureRecord, preview: [UInt8]?) throws(StoreError) {
        let stored = StoredFeatures(record)
        try file.write("features") { database in
            try stored.insert(into: database)
            if let preview {
                try database.execute(
                    sql: "INSERT OR REPLACE INTO preview VALUES (?, ?, ?)",
                    arguments: [record.sha256, record.modality.rawValue, Data(preview)])
            }
        }
    }

    /// Writes many records in one transaction, for those who have them all at hand.
    public func save(_ records: [FeatureRecord]) throws(StoreError) {
        let stored = records.map(StoredFeatures.init)
        try file.write("features") { database in for features in stored { try features.insert(into: database) } }
    }

    /// The most rows a member has, by extractor.
    public func longest(of extractor: String) throws(StoreError) -> Int {
        try file.read("the features") {
            try Int.fetchOne($0, sql: "SELECT max(rows) FROM feature WHERE extractor = ?", arguments: [extractor]) ?? 0
        }
    }

    /// The features of a member; nil if there are none.
    ///
    /// - Throws: ``StoreError/damagedRecord(file:key:detail:)`` if the bytes are not those that were written.
    public func features(of sha256: String, extractor: String) throws(StoreError) -> FeatureRecord? {
        let row = try file.read("features") { database in
            try Row.fetchOne(database, sql: "SELECT * FROM feature WHERE sha256 = ? AND extractor = ?", arguments: [sha256, extractor])
        }
        return try row.map { row throws(StoreError) in
            let stored = StoredFeatures(row)
            guard let record = stored.record else { throw .damagedRecord(file: path, key: sha256, detail: stored.damage ?? "") }
            return record
        }
    }

    /// Digest of each member's features by the member's SHA-256.
    public func digests(of extractor: String) throws(StoreError) -> [String: String] {
        try file.read("the features' digests") { database in
            let rows = try Row.fetchAll(database, sql: "SELECT sha256, digest FROM feature WHERE extractor = ?", arguments: [extractor])
            return Dictionary(rows.map { ($0["sha256"], $0["digest"]) }, uniquingKeysWith: { first, _ in first })
        }
    }

    /// A small picture (JPEG) of a visual member, or the waveform's peaks (bytes 0...255) of an audio one.
    public func preview(of sha256: String, modality: Modality) throws(StoreError) -> [UInt8]? {
        try file.read("a preview") { database in
            try Data.fetchOne(
                database, sql: "SELECT content FROM preview WHERE sha256 = ? AND modality = ?", arguments: [sha256, modality.rawValue])
        }.map { [UInt8]($0) }
    }

    /// How many clips an extractor has features of, and how many rows in all.
    public func counts(of extractor: String) throws(StoreError) -> (clips: Int, rows: Int, columns: Int) {
        try file.read("the features") { database in
            let row = try Row.fetchOne(
                database,
                sql: """
                    SELECT count(*) AS clips, coalesce(sum(rows), 0) AS rows, coalesce(max(columns), 0) AS columns
                    FROM feature WHERE extractor = ?
                    """,
                arguments: [extractor])
            return (row?["clips"] ?? 0, row?["rows"] ?? 0, row?["columns"] ?? 0)
        }
    }
}
