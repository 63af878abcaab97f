import Foundation
import GRDB

/// What a finished stage was made of.
public struct StageRecord: Hashable, Sendable {
    /// Name and value of each ingredient of the fingerprint, in order.
    public let ingredients: [[String]]
    /// Library versions, CPU, host, duration: recorded, never compared.
    public let provenance: [String: String]
    /// ISO 8601, UTC.
    public let at: String
    /// SHA-256 of the files it left, by their names.
    public let outputs: [String: String]

    public init(ingredients: [[String]], provenance: [String: String], at: String, outputs: [String: String] = [:]) {
        self.ingredients = ingredients
        self.outputs = outputs
        self.provenance = provenance
        self.at = at
    }
}

extension Catalogue {
    public func stage(_ name: String, ofRun run: String) throws(StoreError) -> StageRecord? {
        try file.read("a stage's record") { database in
            try StoredRow.one(database, of: "stage", sql: "SELECT * FROM stage WHERE run = ? AND name = ?", arguments: [run, name])
                .map(StageRecord.init)
        }
    }

    /// Marks a stage as done: the last write of the stage.
    public func save(_ record: StageRecord, stage: String, ofRun run: String) throws(StoreError) {
        try file.write("a stage's record") { database in
            try database.execute(
                sql: "INSERT OR REPLACE INTO stage (run, name, ingredients, provenance, at, outputs) VALUES (?, ?, ?, ?, ?, ?)",
                arguments: [run, stage, encoded(record.ingredients), encoded(record.provenance), record.at, encoded(record.outputs)])
        }
    }

    /// Marks a stage as not done, before it starts to replace its outputs.
    public func forgetStage(_ stage: String, ofRun run: String) throws(StoreError) {
        try file.write("a stage's record") { database in
            try database.execute(sql: "DELETE FROM stage WHERE run = ? AND name = ?", arguments: [run, stage])
        }
    }
}

extension StageRecord {
    /// A damaged file of an older version, whose rows are taken over, may have no `outputs`.
    init(_ row: StoredRow) throws(DamagedCell) {
        self.init(
            ingredients: try row.json("ingredients"), provenance: try row.json("provenance"), at: try row.text("at"),
            outputs: row.has("outputs") ? try row.json("outputs") : [:])
    }
}
