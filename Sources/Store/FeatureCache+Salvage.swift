import Clips
import Foundation
import GRDB

extension FeatureCache {
    /// Copies every good extractor and record that can still be read to another cache, with the records' previews.
    ///
    /// The records of an extractor that is lost are copied too: ``digests(of:)`` shows them once a run has registered it again.
    ///
    /// - Returns: how many records were saved.
    public func salvage(to other: FeatureCache) throws(StoreError) -> Int {
        let extractors = try? file.read("the extractors") { database in
            try StoredRow.all(database, of: "extractor", sql: "SELECT * FROM extractor").compactMap { try? ExtractorRecord($0) }
        }
        for extractor in extractors ?? [] { try other.register(extractor) }
        var saved = 0
        let last = highestNumber(), batch: Int64 = 64
        for first in stride(from: 1, through: last, by: Int(batch)) {
            let records = (first...min(last, first + batch - 1)).compactMap(record)
            guard !records.isEmpty else { continue }
            try other.file.writeWithoutForeignKeys("the features that were good") { database in
                for (features, preview) in records {
                    try features.insert(into: database)
                    if let preview { try Self.insert(preview, of: features.sha256, features.modality, database) }
                }
            }
            saved += records.count
        }
        return saved
    }

    /// A record by its row's number, with its preview; nil if it is not there or damaged.
    private func record(_ number: Int64) -> (features: StoredFeatures, preview: Data?)? {
        // A page that is gone fails each of its records by itself.
        let row = try? file.read("a feature") { database in
            try StoredRow.one(database, of: "feature", sql: "SELECT * FROM feature WHERE rowid = ?", arguments: [number])
        }
        guard let row, let features = try? StoredFeatures(row), features.damage == nil,
            let modality = Modality(rawValue: features.modality)
        else { return nil }
        let preview = try? preview(of: features.sha256, modality: modality)
        return (features, preview.map { Data($0) })
    }

    /// A bound on row numbers: the last one, or, where that page is gone, what the file could hold at the least a record takes.
    private func highestNumber() -> Int64 {
        let last = try? file.read("the features") { database in
            try StoredRow.one(database, of: "feature", sql: "SELECT max(rowid) AS number FROM feature")
        }
        if let last { return (try? last.integer("number")).map { Int64($0) } ?? 0 }
        let bytes = (try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int64) ?? 0
        return bytes / 128
    }
}
