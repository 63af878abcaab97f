/// A record, or a part of a database, that is not what was written. Two are equal if they tell the same.
public struct CacheDamage: Hashable, Codable, Sendable {
    public let file: String
    /// SHA-256 of the member; nil where the database itself is damaged, or the record's key.
    public let sha256: String?
    public let modality: String?
    public let detail: String
    /// Where the record is, whatever can be read of its key; nil if that is not known.
    var place: RowPlace?

    public init(file: String, sha256: String?, modality: String?, detail: String) {
        self.init(file: file, sha256: sha256, modality: modality, detail: detail, place: nil)
    }

    init(file: String, sha256: String?, modality: String?, detail: String, place: RowPlace?) {
        self.file = file
        self.sha256 = sha256
        self.modality = modality
        self.detail = detail
        self.place = place
    }

    /// Whether ``FeatureCache/remove(_:)`` can delete it; otherwise the database is to be rebuilt.
    public var isRemovable: Bool { sha256 != nil || place != nil }

    private enum CodingKeys: CodingKey { case file, sha256, modality, detail }

    public static func == (left: CacheDamage, right: CacheDamage) -> Bool {
        (left.file, left.sha256, left.modality, left.detail) == (right.file, right.sha256, right.modality, right.detail)
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(file)
        hasher.combine(sha256)
        hasher.combine(modality)
        hasher.combine(detail)
    }
}

/// A row of a feature cache by its number.
struct RowPlace: Hashable, Sendable {
    enum Table: String { case feature, preview }

    let table: Table
    let number: Int
}
