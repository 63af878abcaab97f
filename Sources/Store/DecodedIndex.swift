import GRDB

/// Which decoded clips stand in which shards: one SQLite file beside the shards.
///
/// A shard is known here only once it is whole and on disk. Keys are the SHA-256 of the media file and the fingerprint of
/// a modality's form (sampling, file format), its *recipe*.
public final class DecodedIndex: Sendable {
    let file: DatabaseFile

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
        try file.read("the decoded clips") { database in
            let rows = try StoredRow.all(database, of: "clip", sql: "SELECT * FROM clip WHERE recipe = ?", arguments: [recipe])
            return Dictionary(try rows.map { (try $0.text("sha256"), try DecodedPlace($0)) }, uniquingKeysWith: { first, _ in first })
        }
    }

    /// Media files that cannot be kept in this form.
    public func refusals(of recipe: String) throws(StoreError) -> Set<String> {
        try file.read("the refused clips") { database in
            let rows = try StoredRow.all(database, of: "refusal", sql: "SELECT sha256 FROM refusal WHERE recipe = ?", arguments: [recipe])
            return Set(try rows.map { try $0.text("sha256") })
        }
    }

    /// Sizes of the shards in bytes, by file name.
    public func shards() throws(StoreError) -> [String: Int64] {
        try file.read("the shards") { database in
            let shards = try StoredRow.all(database, of: "shard", sql: "SELECT * FROM shard").map { row in
                (try row.text("name"), Int64(try row.integer("size")))
            }
            return Dictionary(shards, uniquingKeysWith: { first, _ in first })
        }
    }

    /// The clips of a shard by their keys: the SHA-256 of the media file, and the digest of what was written.
    public func clips(ofShard shard: String) throws(StoreError) -> [String: (sha256: String, digest: String)] {
        try file.read("a shard's clips") { database in
            let rows = try StoredRow.all(
                database, of: "clip", sql: "SELECT DISTINCT key, sha256, digest FROM clip WHERE shard = ?", arguments: [shard])
            var clips: [String: (sha256: String, digest: String)] = [:]
            for row in rows {
                let key = try row.text("key")
                let earlier = clips.updateValue((try row.text("sha256"), try row.text("digest")), forKey: key)
                guard earlier == nil else { throw row.damaged("key", "is '\(key)' for two clips of the shard '\(shard)'") }
            }
            return clips
        }
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
        try file.write("a damaged clip") { database in
            try StoredRow.all(
                database, of: "clip", sql: "DELETE FROM clip WHERE sha256 = ? AND shard = ? RETURNING recipe", arguments: [sha256, shard]
            ).map { try $0.text("recipe") }
        }
    }

    /// Forgets a shard and all its clips.
    public func remove(shard: String) throws(StoreError) {
        try file.write("a shard") { try $0.execute(sql: "DELETE FROM shard WHERE name = ?", arguments: [shard]) }
    }
}

extension DecodedPlace {
    init(_ row: StoredRow) throws(DamagedCell) {
        self.init(shard: try row.text("shard"), key: try row.text("key"), digest: try row.text("digest"))
    }
}
