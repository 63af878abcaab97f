public import Clips
import Digests
import Foundation
import GRDB
public import Tensors

/// Per-segment features of members, keyed by the SHA-256 of the media file and the extractor's fingerprint.
///
/// One SQLite file that Python reads with sqlite3 and numpy alone: table `feature`, one row a clip and modality, with
/// `data` the rows x columns matrix (float32, little-endian, C order) and `times` rows x 2 (float64: start, end, in
/// seconds); table `extractor` says what the numbers are. Each ``save(_:preview:)`` is a transaction.
public final class FeatureCache: Sendable {
    let file: DatabaseFile

    public var path: String { file.path }

    /// Opens or creates a shard of the cache.
    ///
    /// - Throws: ``StoreError``.
    public init(path: String) throws(StoreError) {
        file = try DatabaseFile(path: path, migrator: Self.migrator)
    }

    /// Opens a shard for reading only: nothing is created or written. A file that is not there is an empty cache. Calls that write throw
    /// ``StoreError/readOnly(file:operation:)``.
    ///
    /// - Throws: ``StoreError``.
    public init(reading path: String) throws(StoreError) {
        file = try DatabaseFile(reading: path, migrator: Self.migrator)
    }

    /// Opens a damaged shard for ``salvage(to:)``.
    ///
    /// - Throws: ``StoreError``.
    public init(salvaging path: String) throws(StoreError) {
        file = try DatabaseFile(salvaging: path)
    }

    private static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1 features") { database in
            try database.execute(sql: """
                CREATE TABLE extractor (
                    fingerprint TEXT PRIMARY KEY, modality TEXT NOT NULL, network TEXT NOT NULL, synthesized INTEGER NOT NULL,
                    description TEXT NOT NULL) STRICT, WITHOUT ROWID;
                CREATE TABLE feature (
                    sha256 TEXT NOT NULL, extractor TEXT NOT NULL REFERENCES extractor (fingerprint), modality TEXT NOT NULL,
                    rows INTEGER NOT NULL, columns INTEGER NOT NULL, data BLOB NOT NULL, times BLOB NOT NULL, digest TEXT NOT NULL) STRICT;
                CREATE UNIQUE INDEX feature_key ON feature (sha256, extractor);
                CREATE TABLE preview (sha256 TEXT NOT NULL, modality TEXT NOT NULL, content BLOB NOT NULL) STRICT;
                CREATE UNIQUE INDEX preview_key ON preview (sha256, modality);
                """)
        }
        return migrator
    }
}

extension ExtractorRecord {
    init(_ row: StoredRow) throws(DamagedCell) {
        self.init(
            fingerprint: try row.text("fingerprint"), modality: try row.choice("modality"), network: try row.text("network"),
            synthesized: try row.boolean("synthesized"), description: try row.text("description"))
    }
}

/// What made a set of features: enough to tell whether two may be compared.
public struct ExtractorRecord: Hashable, Sendable {
    public let fingerprint: String
    public let modality: Modality
    /// e.g. `vggish`, `inception-v3/tf2015`.
    public let network: String
    /// Whether the weights are random ones, fit for demonstration only.
    public let synthesized: Bool
    /// The fingerprint's ingredients as JSON: weights digest, hop or rate, resampler, algorithm table, ...
    public let description: String

    public init(fingerprint: String, modality: Modality, network: String, synthesized: Bool, description: String) {
        self.fingerprint = fingerprint
        self.modality = modality
        self.network = network
        self.synthesized = synthesized
        self.description = description
    }
}

/// The features of one modality of one member.
public struct FeatureRecord: Sendable, Equatable {
    public let sha256: String
    public let extractor: String
    public let modality: Modality
    /// One row a segment.
    public let rows: Matrix
    /// Start and end of each row, seconds.
    public let times: [Interval]

    public init(sha256: String, extractor: String, modality: Modality, rows: Matrix, times: [Interval]) {
        precondition(rows.rows == times.count, "\(times.count) times for \(rows.rows) rows")
        self.sha256 = sha256
        self.extractor = extractor
        self.modality = modality
        self.rows = rows
        self.times = times
    }
}
