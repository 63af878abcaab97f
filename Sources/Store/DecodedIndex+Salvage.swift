import GRDB

extension DecodedIndex {
    private static let tables = [
        StoredTable("shard", key: ["name"]) { row in
            try row.text("name")
            try row.integer("size")
        },
        StoredTable("clip", key: ["sha256", "recipe"]) { row in
            for column in ["sha256", "recipe"] { try row.text(column) }
            _ = try DecodedPlace(row)
        },
        StoredTable("refusal", key: ["sha256", "recipe"]) { row in for column in ["sha256", "recipe", "reason"] { try row.text(column) } },
    ]

    /// Takes over from a damaged index what can still be read; clips of a shard that is not known any more are decoded again, as are
    /// those whose key another clip of the shard has.
    ///
    /// - Returns: how many rows there were.
    public func takeOver(salvaging path: String) throws(StoreError) -> Int {
        try file.takeOver(Self.tables, of: path) { database, table, row in
            guard table == "clip" else { return true }
            let stored = StoredRow(row, of: table)
            let place = try DecodedPlace(stored)
            let answer = try StoredRow.one(
                database, of: table,
                sql: """
                    SELECT EXISTS (SELECT 1 FROM shard WHERE name = ?)
                    AND NOT EXISTS (SELECT 1 FROM clip WHERE shard = ? AND key = ? AND (sha256 <> ? OR digest <> ?)) AS whole
                    """,
                arguments: [place.shard, place.shard, place.key, try stored.text("sha256"), place.digest])
            return try answer?.boolean("whole") ?? false
        }
    }

    /// What is wrong with the database's own structure, or with the cells of its tables; at most 20 findings.
    public func damage() throws(StoreError) -> [CacheDamage] {
        let found = try file.damage(in: Self.tables)
        guard found.isEmpty else { return found }
        let ambiguous = try file.read("the decoded clips") { database in
            try StoredRow.all(
                database, of: "clip",
                sql: """
                    SELECT shard, key FROM (SELECT DISTINCT shard, key, sha256, digest FROM clip)
                    GROUP BY shard, key HAVING count(*) > 1 LIMIT 20
                    """
            ).map { row in row.damaged("key", "is '\(try row.text("key"))' for two clips of the shard '\(try row.text("shard"))'") }
        }
        return ambiguous.map { CacheDamage(file: path, sha256: nil, modality: nil, detail: $0.description) }
    }
}
