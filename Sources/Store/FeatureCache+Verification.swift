import Foundation
import GRDB

/// A record, or a part of a database, that is not what was written.
public struct CacheDamage: Hashable, Codable, Sendable {
    public let file: String
    /// SHA-256 of the member; nil where the database itself is damaged.
    public let sha256: String?
    public let modality: String?
    public let detail: String

    public init(file: String, sha256: String?, modality: String?, detail: String) {
        self.file = file
        self.sha256 = sha256
        self.modality = modality
        self.detail = detail
    }
}

extension FeatureCache {
    /// Checks the database's own structure, and every record's size and digest, holding one record at a time.
    ///
    /// - Parameter progress: called with the number of records checked and their total.
    /// - Throws: what `progress` throws; ``StoreError`` where not even the structure can be asked for.
    public func damage(progress: (_ checked: Int, _ total: Int) throws -> Void) throws -> [CacheDamage] {
        var found = try file.structuralDamage()
        // A damaged index or page makes scans fail; `salvaged(to:)` finds what is left.
        guard found.isEmpty else { return found }
        let total = try file.read("the features") { try Int.fetchOne($0, sql: "SELECT count(*) FROM feature") ?? 0 }
        var last: Int64 = -1
        var checked = 0
        while true {
            let batch = try file.read("features") { database in
                try Row.fetchAll(
                    database, sql: "SELECT rowid AS number, * FROM feature WHERE rowid > ? ORDER BY rowid LIMIT 64", arguments: [last]
                ).map { row in (number: row["number"] as Int64, stored: StoredFeatures(row)) }
            }
            for (_, stored) in batch {
                guard let detail = stored.damage else { continue }
                found.append(CacheDamage(file: path, sha256: stored.sha256, modality: stored.modality, detail: detail))
            }
            checked += batch.count
            try progress(checked, total)
            guard let number = batch.last?.number else { return found }
            last = number
        }
    }

    /// Deletes records so that the next run extracts them again.
    public func remove(_ damage: [CacheDamage]) throws(StoreError) {
        try file.write("the damaged features") { database in
            for record in damage {
                try database.execute(
                    sql: "DELETE FROM feature WHERE sha256 = ? AND modality = ?", arguments: [record.sha256, record.modality])
            }
        }
    }

    /// Copies every extractor and every good record that can still be read to another cache; previews are made anew.
    ///
    /// - Returns: how many records were saved.
    public func salvage(to other: FeatureCache) throws(StoreError) -> Int {
        for extractor in try extractors() { try other.register(extractor) }
        var saved = 0
        for number in 1...max(1, highestNumber()) {
            // A page that is gone fails each of its records by itself.
            let row = Result { try file.read("a feature") { try Row.fetchOne($0, sql: "SELECT * FROM feature WHERE rowid = ?", arguments: [number]) } }
            guard case .success(let found?) = row, let record = StoredFeatures(found).record else { continue }
            try other.save(record, preview: nil)
            saved += 1
        }
        return saved
    }

    /// A bound on row numbers: the last one, or, where that page is gone, what the file could hold at the least a record takes.
    private func highestNumber() -> Int64 {
        let last = try? file.read("the features") { try Int64.fetchOne($0, sql: "SELECT max(rowid) FROM feature") }
        if let last = last ?? nil { return last }
        let bytes = (try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int64) ?? 0
        return bytes / 128
    }
}
