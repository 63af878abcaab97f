/// A kind of archive that ``ArchiveWriter`` makes.
public enum ArchiveFormat: String, Sendable, Hashable, CaseIterable {
    /// Zip, entries deflated.
    case zip
    /// Zip, entries stored as they are.
    case zipStored
    case tar
    case tarGzip
    case tarXz
    case tarZstd

    /// The format a file name asks for by its extension, in any case; `.zip` means deflated.
    ///
    /// - Throws: ``ArchiveError/unknownFormat(path:)``.
    public init(path: String) throws(ArchiveError) {
        let name = path.lowercased()
        guard let match = Self.endings.first(where: { name.hasSuffix($0.ending) }) else {
            throw .unknownFormat(path: path)
        }
        self = match.format
    }

    private static let endings: [(ending: String, format: ArchiveFormat)] = [
        (".zip", .zip), (".tar", .tar), (".tar.gz", .tarGzip), (".tgz", .tarGzip), (".tar.xz", .tarXz), (".txz", .tarXz),
        (".tar.zst", .tarZstd), (".tzst", .tarZstd),
    ]

    static let readableSpellings = ".zip, .tar, .tar.gz, .tar.xz, .tar.zst, .tar.bz2, .tar.lz4, .7z"
    static let writableSpellings = endings.map(\.ending).joined(separator: ", ")
}
