import GRDB

/// Which decoded clips stand in which shards: one SQLite file beside the shards.
///
/// A shard is known here only once it is whole and on disk. Keys are the SHA-256 of the media file and the fingerprint of
/// a modality's form (sampling, file format), its *recipe*.
public final class DecodedIndex: Sendable {
    private let file: DatabaseFile

    public var path: String { file.path }

    /// Opens or creates the index.
    ///
    /// - Throws: ``StoreError``, as all calls here.
    public init(path: String) throws(StoreError) {
        file = try DatabaseFile(path: path, migrator: Self.migrator)
    }

    /// Opens the index for reading only: nothing is created or written. A file that is not there is an empty index. Calls that write throw
    /// ``StoreError/readOnly(file:operation:)``.
    ///
    /// - Throws: ``StoreError``, as all calls here.
    public init(reading path: String) throws(StoreError) {
        file = try DatabaseFile(reading: path, migrator: Self.migrator)
    }

    private static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1 decoded clips") { database in
            try database.execute(sql: """
                CREATE TABLE shard (name TEXT PRIMARY KEY, size INTEGER NOT NULL) STRICT, WITHOUT ROWID;
                CREATE TABLE clip (
                    sha256 TEXT NOT NULL, recipe TEXT NOT NULL, shard TEXT NOT NULL REFERENCES shard (name) ON DELETE CASCADE,
                    key TEXT NOT NULL, digest TEXT NOT NULL, PRIMARY KEY (sha256, recipe)) STRICT, WITHOUT ROWID;
                CREATE INDEX clip_shard ON clip (shard);
                CREATE TABLE refusal (
                    sha256 TEXT NOT NULL, recipe TEXT NOT NULL, reason TEXT NOT NULL, PRIMARY KEY (sha256, recipe)) STRICT, WITHOUT ROWID;
                """)
        }
        return migrator
    }
}

/// Where a decoded clip stands.
public struct DecodedPlace: Hashable, Sendable {
    /// File name of the shard.
    public let shard: String
    /// What its members' names begin with.
    public let key: String
    /// SHA-256 over the names, sizes and bytes of its members.
    public let digest: String

    public init(shard: String, key: String, digest: String) {
        self.shard = shard
        self.key = key
        self.digest = digest
    }
}

/// A clip that was written to a shard.
public struct DecodedRecord: Hashable, Sendable {
    public let sha256: String
    /// Of each modality that is there.
    public let recipes: [String]
    public let place: DecodedPlace

    public init(sha256: String, recipes: [String], place: DecodedPlace) {
        self.sha256 = sha256
        self.recipes = recipes
        self.place = place
    }
}

extension DecodedIndex {
    /// Every clip of a recipe, by the SHA-256 of its media file.
    public func places(of recipe: String) throws(StoreError) -> [String: DecodedPlace] {
        let rows = try file.read("the decoded clips") { try Row.fetchAll($0, sql: "SELECT * FROM clip WHERE recipe = ?", arguments: [recipe]) }
        return Dictionary(uniqueKeysWithValues: rows.map { ($0["sha256"], DecodedPlace($0)) })
    }

    /// Media files that cannot be kept in this form.
    public func refusals(of recipe: String) throws(StoreError) -> Set<String> {
        try file.read("the refused clips") { Set(try String.fetchAll($0, sql: "SELECT sha256 FROM refusal WHERE recipe = ?", arguments: [recipe])) }
    }

    /// Sizes of the shards in bytes, by file name.
    public func shards() throws(StoreError) -> [String: Int64] {
        let rows = try file.read("the shards") { try Row.fetchAll($0, sql: "SELECT * FROM shard") }
        return Dictionary(uniqueKeysWithValues: rows.map { ($0["name"], $0["size"]) })
    }

    /// The clips of a shard by their keys: the SHA-256 of the media file, and the digest of what was written.
    public func clips(ofShard shard: String) throws(StoreError) -> [String: (sha256: String, digest: String)] {
        let rows = try file.read("a shard's clips") {
            try Row.fetchAll($0, sql: "SELECT DISTINCT key, sha256, digest FROM clip WHERE shard = ?", arguments: [shard])
        }
        return Dictionary(uniqueKeysWithValues: rows.map { ($0["key"], ($0["sha256"], $0["digest"])) })
    }

    /// Takes in a shard that is whole and on disk.
    public func add(shard: String, size: Int64, _ records: [DecodedRecord]) throws(StoreError) {
        try file.write("a shard") { database in
            try database.execute(sql: "INSERT INTO shard VALUES (?, ?)", arguments: [shard, size])
            for record in records {
                for recipe in record.recipes {
                    try database.execute(
                        sql: "INSERT OR REPLACE INTO clip VALUES (?, ?, ?, ?, ?)",
                        arguments: [record.sha256, recipe, record.place.shard, record.place.key, record.place.digest])
                }
            }
        }
    }

    /// Notes that a media file cannot be kept, and why.
    public func refuse(_ sha256: String, recipe: String, reason: String) throws(StoreError) {
        try file.write("a refused clip") {
            try $0.execute(sql: "INSERT OR REPLACE INTO refusal VALUES (?, ?, ?)", arguments: [sha256, recipe, reason])
        }
    }

    /// Lets refused media files be tried again: all of a recipe, or those of one reason.
    public func forgetRefusals(of recipe: String, reason: String?) throws(StoreError) {
        try file.write("the refused clips") {
            try $0.execute(sql: "DELETE FROM refusal WHERE recipe = ? AND (? IS NULL OR reason = ?)", arguments: [recipe, reason, reason])
        }
    }

    /// Forgets a clip that is damaged.
    ///
    /// - Returns: the recipes it was there in.
    @discardableResult
    public func remove(_ sha256: String, ofShard shard: String) throws(StoreError) -> [String] {
        try file.write("a damaged clip") {
            try String.fetchAll($0, sql: "DELETE FROM clip WHERE sha256 = ? AND shard = ? RETURNING recipe", arguments: [sha256, shard])
        }
    }

    /// Forgets a shard and all its clips.
    public func remove(shard: String) throws(StoreError) {
        try file.write("a shard") { try $0.execute(sql: "DELETE FROM shard WHERE name = ?", arguments: [shard]) }
    }
}

extension DecodedIndex {
    /// Takes over from a damaged index what can still be read; clips of a shard that is not known any more are decoded again.
    ///
    /// - Returns: how many rows there were.
    public func takeOver(salvaging path: String) throws(StoreError) -> Int {
        try file.takeOver(["shard", "clip", "refusal"], of: path) { database, table, row in
            guard table == "clip" else { return true }
            let shard: String? = row["shard"]
            return try Bool.fetchOne(database, sql: "SELECT EXISTS (SELECT 1 FROM shard WHERE name = ?)", arguments: [shard]) ?? false
        }
    }

    /// What is wrong with the database's own structure.
    public func damage() throws(StoreError) -> [CacheDamage] { try file.structuralDamage() }
}

extension DecodedPlace {
    fileprivate init(_ row: Row) { self.init(shard: row["shard"], key: row["key"], digest: row["digest"]) }
}
