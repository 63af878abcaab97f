import Clips
import GRDB

extension Catalogue {
    private static let tables = [
        StoredTable("source", key: ["path"]) { _ = try SourceRecord($0) },
        StoredTable("member", key: ["source", "name"]) { row in
            try row.text("source")
            _ = try ScannedMember(row)
        },
        StoredTable("text", key: ["source", "name"]) { row in
            for column in ["source", "name"] { try row.text(column) }
            _ = try row.blob("content")
        },
        StoredTable("skipped", key: ["source", "name"]) { row in for column in ["source", "name", "reason"] { try row.text(column) } },
        StoredTable("sample", key: ["ordinal", "id"]) { _ = try Sample($0) },
        StoredTable("dataset_source", key: ["ordinal"]) { try $0.text("path") },
        StoredTable("class", key: ["ordinal"]) { try $0.text("name") },
        StoredTable("problem", key: ["kind", "subject"]) { _ = try ProblemRecord($0) },
    ] + independent

    /// Rows that mean something by themselves. What was read of the sources does not: half a listing would pass for a whole one.
    private static let independent = [
        StoredTable("failure", key: ["sha256", "modality", "extractor"]) { _ = try FailureRecord($0) },
        StoredTable("stage", key: ["run", "name"]) { row in
            for column in ["run", "name"] { try row.text(column) }
            _ = try StageRecord(row)
        },
        StoredTable("file_digest", key: ["path"]) { row in for column in ["path", "stamp", "sha256"] { try row.text(column) } },
    ]

    /// Takes over from a damaged catalogue what can still be read of failures and finished stages; the samples are not,
    /// so they are listed anew.
    ///
    /// - Returns: how many rows there were.
    public func takeOver(salvaging path: String) throws(StoreError) -> Int {
        let taken = try file.takeOver(Self.independent, of: path)
        // It says that samples are there, which is no longer so.
        try file.write("a stage's record") { try $0.execute(sql: "DELETE FROM stage WHERE run = ''") }
        return taken
    }

    /// What is wrong with the database's own structure, or with the cells of its tables; at most 20 findings.
    public func damage() throws(StoreError) -> [CacheDamage] { try file.damage(in: Self.tables) }
}
