/// A regular file in an archive or a folder.
public struct ArchiveEntry: Sendable, Hashable {
    /// Relative path with forward slashes, without `.` components and double slashes.
    ///
    /// Names are UTF-8 whatever the process's locale is. In a name that is not valid UTF-8 every offending byte is written
    /// `%XX`, and `%` itself `%25`, so that different names stay different.
    public let name: String
    /// Bytes; nil where the archive tells only after the data (a zip without its directory).
    public let size: Int64?
    /// For folders: where the file can be read in place; nil in archives, and for a path that is not valid UTF-8.
    public let filePath: String?

    public init(name: String, size: Int64?, filePath: String? = nil) {
        self.name = name
        self.size = size
        self.filePath = filePath
    }
}
