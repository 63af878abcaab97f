/// What a layout wants of an entry.
public enum EntryRole: String, Sendable, Hashable {
    /// A clip or its sound: to be hashed, probed and decoded.
    case media
    /// Annotations, splits or labels: to be read whole, up to ``maxTextBytes``.
    case text
    case ignored

    /// Bytes of a text that is believed to be one: 64 MiB, room for a million annotation rows.
    public static let maxTextBytes = 64 << 20
}
