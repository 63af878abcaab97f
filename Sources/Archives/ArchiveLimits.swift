/// Bounds on what is believed of an archive, so that a hostile or broken one cannot fill memory or run for ever.
///
/// The defaults fit archives of several hundred gigabytes with millions of clips.
public struct ArchiveLimits: Sendable, Hashable {
    /// Entries of any kind, skipped ones included. Default: 20 million.
    public var maxEntries: Int
    /// Bytes of one entry that is read into memory, whatever limit `readAll` is given. Default: 2 GiB.
    public var maxEntryBytes: Int64
    /// Bytes that come out for one that goes in, over the whole archive and once ``ratioFloor`` bytes came out.
    /// Media hardly shrink; silence in WAV files does, by a factor of up to about 1,000. Default: 2,000.
    public var maxCompressionRatio: Double
    /// Bytes of all entries together, unpacked. Default: 16 TiB.
    public var maxTotalBytes: Int64
    /// Bytes of all names together, which are held to find those that stand twice. Default: 4 GiB.
    public var maxTotalNameBytes: Int64
    /// Bytes of one entry's name; an entry with a longer one is skipped. Default: 4,096.
    public var maxNameBytes: Int

    /// Bytes up to which no compression ratio is suspicious: 256 MiB.
    public static let ratioFloor: Int64 = 256 << 20

    public init(
        maxEntries: Int = 20_000_000, maxEntryBytes: Int64 = 2 << 30, maxCompressionRatio: Double = 2_000,
        maxTotalBytes: Int64 = 16 << 40, maxTotalNameBytes: Int64 = 4 << 30, maxNameBytes: Int = 4_096
    ) {
        self.maxEntries = maxEntries
        self.maxEntryBytes = maxEntryBytes
        self.maxCompressionRatio = maxCompressionRatio
        self.maxTotalBytes = maxTotalBytes
        self.maxTotalNameBytes = maxTotalNameBytes
        self.maxNameBytes = maxNameBytes
    }
}

/// The limits whose crossing ends the reading of an archive, by their settings in a pipeline's `decode` section.
public enum ArchiveLimit: String, Sendable, Hashable {
    case maxEntries = "max_archive_entries"
    case maxCompressionRatio = "max_archive_ratio"
    case maxTotalBytes = "max_archive_bytes"
    case maxTotalNameBytes = "max_archive_name_bytes"

    var explanation: String {
        switch self {
        case .maxEntries: "holds more entries than the limit"
        case .maxCompressionRatio: "unpacks to more bytes for one packed byte than the limit"
        case .maxTotalBytes: "unpacks to more bytes than the limit"
        case .maxTotalNameBytes: "names its entries with more bytes than the limit"
        }
    }
}
