public import Clips
import Foundation
import GRDB

/// An archive or folder as it was when it was last read.
public struct SourceRecord: Hashable, Sendable {
    public let path: String
    /// Size and modification time; a source with the same stamp is not read again.
    public let stamp: String
    public let layout: String
    /// SHA-256 over the names and digests of everything the layout uses: what later stages depend on.
    public let listing: String

    public init(path: String, stamp: String, layout: String, listing: String) {
        self.path = path
        self.stamp = stamp
        self.layout = layout
        self.listing = listing
    }
}

/// A member as read from one source, before sources are numbered.
public struct ScannedMember: Hashable, Sendable {
    public let name: String
    /// Size and modification time of a plain file; empty in an archive, whose own stamp covers it.
    public let stamp: String
    public let size: Int64
    public let sha256: String
    public let streams: Set<Modality>
    public let problem: String?

    public init(name: String, stamp: String, size: Int64, sha256: String, streams: Set<Modality>, problem: String?) {
        self.name = name
        self.stamp = stamp
        self.size = size
        self.sha256 = sha256
        self.streams = streams
        self.problem = problem
    }
}

/// Everything one source holds that a layout uses.
public struct SourceContents: Sendable {
    public var members: [ScannedMember]
    /// Annotation files by name.
    public var texts: [(name: String, content: [UInt8])]
    /// Entries that were passed over, and why.
    public var skipped: [(name: String, reason: String)]
    /// Whether every file could be read; if not, the source is to be read again.
    public var isComplete = true

    public init(members: [ScannedMember] = [], texts: [(name: String, content: [UInt8])] = [], skipped: [(name: String, reason: String)] = []) {
        self.members = members
        self.texts = texts
        self.skipped = skipped
    }
}

extension Catalogue {
    public func source(at path: String) throws(StoreError) -> SourceRecord? {
        try file.read("the sources") { database in
            try StoredRow.one(database, of: "source", sql: "SELECT * FROM source WHERE path = ?", arguments: [path]).map(SourceRecord.init)
        }
    }

    /// Paths of the sources the samples were made from, in the order the samples' members count them.
    public func sourcePaths() throws(StoreError) -> [String] {
        try file.read("the sources") { database in
            try StoredRow.all(database, of: "dataset_source", sql: "SELECT path FROM dataset_source ORDER BY ordinal")
                .map { try $0.text("path") }
        }
    }

    /// Replaces what is known of a source, in one transaction.
    public func save(_ source: SourceRecord, _ contents: SourceContents) throws(StoreError) {
        try file.write("a source's members") { database in
            for table in ["member", "text", "skipped"] {
                try database.execute(sql: "DELETE FROM \(table) WHERE source = ?", arguments: [source.path])
            }
            try insert(source, database)
            for member in contents.members { try insert(member, of: source.path, database) }
            for text in contents.texts {
                try database.execute(
                    sql: "INSERT INTO text (source, name, content) VALUES (?, ?, ?)",
                    arguments: [source.path, text.name, Data(text.content)])
            }
            for entry in contents.skipped {
                try database.execute(
                    sql: "INSERT INTO skipped (source, name, reason) VALUES (?, ?, ?)", arguments: [source.path, entry.name, entry.reason])
            }
        }
    }

    func insert(_ source: SourceRecord, _ database: Database) throws {
        try database.execute(
            sql: "INSERT OR REPLACE INTO source (path, stamp, layout, listing) VALUES (?, ?, ?, ?)",
            arguments: [source.path, source.stamp, source.layout, source.listing])
    }

    func insert(_ member: ScannedMember, of source: String, _ database: Database) throws {
        let statement = try database.cachedStatement(
            sql: "INSERT INTO member (source, name, stamp, size, sha256, streams, problem) VALUES (?, ?, ?, ?, ?, ?, ?)")
        try statement.execute(arguments: [
            source, member.name, member.stamp, member.size, member.sha256, member.streams.sorted().map(\.rawValue).joined(separator: ","),
            member.problem,
        ])
    }

    /// What the source held when it was last read, in name order.
    public func contents(of path: String) throws(StoreError) -> SourceContents {
        try file.read("a source's members") { database in
            func rows(of table: String, by order: String) throws -> [StoredRow] {
                try StoredRow.all(database, of: table, sql: "SELECT * FROM \(table) WHERE source = ? ORDER BY \(order)", arguments: [path])
            }
            return SourceContents(
                members: try rows(of: "member", by: "name").map(ScannedMember.init),
                texts: try rows(of: "text", by: "name").map { (try $0.text("name"), [UInt8](try $0.blob("content"))) },
                skipped: try rows(of: "skipped", by: "rowid").map { (try $0.text("name"), try $0.text("reason")) })
        }
    }

    /// A file's digest if it was taken when the file had the same stamp.
    public func knownDigest(ofFile path: String, stamp: String) throws(StoreError) -> String? {
        try file.read("the file digests") { database in
            try StoredRow.one(
                database, of: "file_digest", sql: "SELECT sha256 FROM file_digest WHERE path = ? AND stamp = ?", arguments: [path, stamp]
            ).map { try $0.text("sha256") }
        }
    }

    /// Stores a file's digest so that it need not be taken again; where the catalogue was opened for reading only, it is not stored.
    public func saveDigest(_ sha256: String, ofFile path: String, stamp: String) throws(StoreError) {
        guard !file.isReadOnly else { return }
        try file.write("a file digest") { database in
            try database.execute(
                sql: "INSERT OR REPLACE INTO file_digest (path, stamp, sha256) VALUES (?, ?, ?)", arguments: [path, stamp, sha256])
        }
    }
}

extension SourceRecord {
    init(_ row: StoredRow) throws(DamagedCell) {
        self.init(
            path: try row.text("path"), stamp: try row.text("stamp"), layout: try row.text("layout"), listing: try row.text("listing"))
    }
}

extension ScannedMember {
    init(_ row: StoredRow) throws(DamagedCell) {
        self.init(
            name: try row.text("name"), stamp: try row.text("stamp"), size: Int64(try row.integer("size")), sha256: try row.text("sha256"),
            streams: try row.choices("streams"), problem: try row.optionalText("problem"))
    }
}
