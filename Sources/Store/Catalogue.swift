import Clips
import Foundation
import GRDB

/// What a workspace knows of its data: sources, members, samples, problems, failures, and which stages are done.
public final class Catalogue: Sendable {
    let file: DatabaseFile

    public var path: String { file.path }

    /// Opens or creates `catalogue.sqlite`.
    ///
    /// - Throws: ``StoreError``.
    public init(path: String) throws(StoreError) {
        file = try DatabaseFile(path: path, migrator: Self.migrator)
    }

    /// Opens `catalogue.sqlite` for reading only: nothing is created or written. A file that is not there is an empty catalogue. Calls that
    /// write throw ``StoreError/readOnly(file:operation:)``, but ``saveDigest(_:ofFile:stamp:)`` does nothing.
    ///
    /// - Throws: ``StoreError``.
    public init(reading path: String) throws(StoreError) {
        file = try DatabaseFile(reading: path, migrator: Self.migrator)
    }

    /// Named, append-only steps: a file written by an older aadml is brought up to date, never re-made.
    private static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1 catalogue") { database in
            try database.execute(sql: """
                CREATE TABLE source (
                    path TEXT PRIMARY KEY, stamp TEXT NOT NULL, layout TEXT NOT NULL, listing TEXT NOT NULL) STRICT;
                CREATE TABLE member (
                    source TEXT NOT NULL, name TEXT NOT NULL, stamp TEXT NOT NULL, size INTEGER NOT NULL, sha256 TEXT NOT NULL,
                    streams TEXT NOT NULL, problem TEXT, PRIMARY KEY (source, name)) STRICT, WITHOUT ROWID;
                CREATE TABLE text (
                    source TEXT NOT NULL, name TEXT NOT NULL, content BLOB NOT NULL, PRIMARY KEY (source, name)) STRICT;
                CREATE TABLE skipped (source TEXT NOT NULL, name TEXT NOT NULL, reason TEXT NOT NULL) STRICT;
                CREATE TABLE sample (
                    ordinal INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, labels TEXT NOT NULL, split TEXT,
                    start REAL, "end" REAL, audio_source INTEGER, audio_name TEXT, visual_source INTEGER, visual_name TEXT) STRICT;
                CREATE TABLE dataset_source (ordinal INTEGER PRIMARY KEY, path TEXT NOT NULL) STRICT;
                CREATE TABLE class (ordinal INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
                CREATE TABLE problem (kind TEXT NOT NULL, subject TEXT NOT NULL, detail TEXT NOT NULL) STRICT;
                CREATE TABLE failure (
                    sha256 TEXT NOT NULL, modality TEXT NOT NULL, extractor TEXT NOT NULL, member TEXT NOT NULL,
                    reason TEXT NOT NULL, message TEXT NOT NULL, at TEXT NOT NULL,
                    PRIMARY KEY (sha256, modality, extractor)) STRICT, WITHOUT ROWID;
                CREATE TABLE stage (
                    run TEXT NOT NULL, name TEXT NOT NULL, ingredients TEXT NOT NULL, provenance TEXT NOT NULL, at TEXT NOT NULL,
                    PRIMARY KEY (run, name)) STRICT, WITHOUT ROWID;
                CREATE TABLE file_digest (
                    path TEXT PRIMARY KEY, stamp TEXT NOT NULL, sha256 TEXT NOT NULL) STRICT, WITHOUT ROWID;
                """)
        }
        migrator.registerMigration("2 digests of outputs") { database in
            try database.execute(sql: "ALTER TABLE stage ADD COLUMN outputs TEXT NOT NULL DEFAULT '{}'")
        }
        return migrator
    }
}

func encoded(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(value), as: UTF8.self)
}
