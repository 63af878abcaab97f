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
            try Row.fetchOne(database, sql: "SELECT stamp, layout, listing FROM source WHERE path = ?", arguments: [path]).map {
                SourceRecord(path: path, stamp: $0["stamp"], layout: $0["layout"], listing: $0["listing"])
            }
        }
    }

    /// Paths of the sources the samples were made from, in the order the samples' members count them.
    public func sourcePaths() throws(StoreError) -> [String] {
        try file.read("the sources") { try String.fetchAll($0, sql: "SELECT path FROM dataset_source ORDER BY ordinal") }
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
            let members = try Row.fetchAll(
                database, sql: "SELECT * FROM member WHERE source = ? ORDER BY name", arguments: [path])
            let texts = try Row.fetchAll(database, sql: "SELECT name, content FROM text WHERE source = ? ORDER BY name", arguments: [path])
            let skipped = try Row.fetchAll(database, sql: "SELECT name, reason FROM skipped WHERE source = ? ORDER BY rowid", arguments: [path])
            return SourceContents(
                members: members.map { row in
                    let streams: String = row["streams"]
                    return ScannedMember(
                        name: row["name"], stamp: row["stamp"], size: row["size"], sha256: row["sha256"],
                        streams: Set(streams.split(separator: ",").compactMap { Modality(rawValue: String($0)) }), problem: row["problem"])
                },
                texts: texts.map { ($0["name"], [UInt8]($0["content"] as Data)) },
                skipped: skipped.map { ($0["name"], $0["reason"]) })
        }
    }

    /// A file's digest if it was taken when the file had the same stamp.
    public func knownDigest(ofFile path: String, stamp: String) throws(StoreError) -> String? {
        try file.read("the file digests") { database in
            try String.fetchOne(database, sql: "SELECT sha256 FROM file_digest WHERE path = ? AND stamp = ?", arguments: [path, stamp])
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
