public import Clips
import GRDB

/// Why a modality of a member has no features.
public struct FailureRecord: Hashable, Sendable {
    public let sha256: String
    public let modality: Modality
    /// Fingerprint of the extractor that was tried.
    public let extractor: String
    /// Name of the member, for people.
    public let member: String
    /// Short and stable, e.g. `no_audio`; documented in the README.
    public let reason: String
    /// The whole sentence.
    public let message: String
    /// ISO 8601, UTC.
    public let at: String

    public init(sha256: String, modality: Modality, extractor: String, member: String, reason: String, message: String, at: String) {
        self.sha256 = sha256
        self.modality = modality
        self.extractor = extractor
        self.member = member
        self.reason = reason
        self.message = message
        self.at = at
    }
}

extension Catalogue {
    public func save(_ failure: FailureRecord) throws(StoreError) {
        try file.write("a failure") { database in
            try database.execute(
                sql: "INSERT OR REPLACE INTO failure VALUES (?, ?, ?, ?, ?, ?, ?)",
                arguments: [
                    failure.sha256, failure.modality.rawValue, failure.extractor, failure.member, failure.reason, failure.message, failure.at,
                ])
        }
    }

    /// All failures of one extractor, by member name.
    public func failures(of extractor: String) throws(StoreError) -> [FailureRecord] {
        try file.read("the failures") { database in
            try StoredRow.all(
                database, of: "failure", sql: "SELECT * FROM failure WHERE extractor = ? ORDER BY member, modality", arguments: [extractor]
            ).map(FailureRecord.init)
        }
    }

    /// Forgets failures so that their clips are tried again.
    ///
    /// - Parameter reason: only those; nil for all.
    /// - Returns: how many were forgotten.
    public func forgetFailures(of extractor: String, reason: String?) throws(StoreError) -> Int {
        try file.write("the failures") { database in
            try database.execute(
                sql: "DELETE FROM failure WHERE extractor = ? AND (? IS NULL OR reason = ?)", arguments: [extractor, reason, reason])
            return database.changesCount
        }
    }
}

extension FailureRecord {
    init(_ row: StoredRow) throws(DamagedCell) {
        self.init(
            sha256: try row.text("sha256"), modality: try row.choice("modality"), extractor: try row.text("extractor"),
            member: try row.text("member"), reason: try row.text("reason"), message: try row.text("message"), at: try row.text("at"))
    }
}
