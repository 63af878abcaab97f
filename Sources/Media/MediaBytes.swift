/// Where the bytes of a clip are.
public enum MediaBytes: Sendable {
    /// A file that is read in place; its descriptor's position is never used.
    case file(path: String)
    /// The bytes themselves, such as a member of an archive.
    case memory([UInt8])
}
