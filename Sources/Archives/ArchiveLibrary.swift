import CArchive

/// The archive library this program runs with.
public enum ArchiveLibrary {
    /// libarchive's version and those of the compressors it was built with.
    public static var versionDescription: String { String(cString: archive_version_details()) }
}
