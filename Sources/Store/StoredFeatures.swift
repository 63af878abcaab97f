import Clips
import Digests
import Foundation
import GRDB
import Tensors

/// A row of the table `feature`, as it lies in the database: not yet believed.
struct StoredFeatures {
    let sha256: String
    let extractor: String
    let modality: String
    let rows: Int
    let columns: Int
    let data: Data
    let times: Data
    let digest: String

    init(_ record: FeatureRecord) {
        sha256 = record.sha256
        extractor = record.extractor
        modality = record.modality.rawValue
        rows = record.rows.rows
        columns = record.rows.columns
        data = record.rows.values.withUnsafeBytes { Data($0) }
        times = record.times.flatMap { [$0.start, $0.end] }.withUnsafeBytes { Data($0) }
        digest = Self.digest(data: data, times: times)
    }

    init(_ row: StoredRow) throws(DamagedCell) {
        sha256 = try row.text("sha256")
        extractor = try row.text("extractor")
        modality = try row.text("modality")
        rows = try row.integer("rows")
        columns = try row.integer("columns")
        data = try row.blob("data")
        times = try row.blob("times")
        digest = try row.text("digest")
    }

    /// What is wrong with a row, be it a cell's type or what the cells say; nil if it is what was written.
    static func damage(of row: StoredRow) -> String? {
        do {
            return try StoredFeatures(row).damage
        } catch {
            return error.description
        }
    }

    func insert(into database: Database) throws {
        try database.execute(
            sql: "INSERT OR REPLACE INTO feature VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            arguments: [sha256, extractor, modality, rows, columns, data, times, digest])
    }

    /// What is wrong with it; nil if it is what was written.
    var damage: String? {
        // Divided rather than multiplied: sizes out of a damaged file may overflow.
        guard rows > 0, columns > 0, times.count % 16 == 0, times.count / 16 == rows,
            data.count % 4 == 0, data.count / 4 % rows == 0, data.count / 4 / rows == columns
        else { return "\(data.count) bytes for \(rows) x \(columns) values" }
        guard Modality(rawValue: modality) != nil else { return "its modality is '\(modality)'" }
        return Self.digest(data: data, times: times) == digest ? nil : "its digest differs"
    }

    /// nil if it is damaged.
    var record: FeatureRecord? {
        guard damage == nil, let modality = Modality(rawValue: modality) else { return nil }
        let stamps: [Double] = Self.values(times)
        return FeatureRecord(
            sha256: sha256, extractor: extractor, modality: modality, rows: Matrix(rows: rows, columns: columns, values: Self.values(data)),
            times: (0..<rows).map { Interval(start: stamps[2 * $0], end: stamps[2 * $0 + 1]) })
    }

    /// SHA-256 over the matrix's bytes and then the times'.
    private static func digest(data: Data, times: Data) -> String {
        var hash = SHA256()
        data.withUnsafeBytes { hash.update($0) }
        times.withUnsafeBytes { hash.update($0) }
        return hash.finish()
    }

    private static func values<Value: BitwiseCopyable & ExpressibleByIntegerLiteral>(_ data: Data) -> [Value] {
        var result = [Value](repeating: 0, count: data.count / MemoryLayout<Value>.stride)
        result.withUnsafeMutableBytes { target in _ = data.copyBytes(to: target) }
        return result
    }
}
