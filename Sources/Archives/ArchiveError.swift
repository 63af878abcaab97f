public import Files

/// What can go wrong with an archive or a folder of files.
///
/// After ``entryDamaged(archive:entry:reason:)`` and ``tooLarge(archive:entry:size:limit:)`` the reader stays usable and
/// `next()` gives the following entry; after any other error it is finished. Entries delivered before an error stay good.
public enum ArchiveError: Error, Equatable, Sendable, CustomStringConvertible {
    case notFound(path: String)
    /// The file or folder exists, but the system does not let it be read.
    case unreadable(path: String, reason: String)
    case notAnArchive(path: String)
    /// A web page or the like, where an archive should be.
    case mistaken(path: String, for: FileMistakenFor)
    /// What unpacks from it is packed again.
    case packedTwice(path: String)
    /// It was packed by zstd with a window of so many bytes.
    case windowTooLarge(path: String, bytes: UInt64)
    /// An archive that was cut into several files, of which this is one.
    case partOfSplit(path: String)
    /// Nothing is in it: no file, not even one that would be skipped.
    case empty(path: String)
    /// Even the list of entries is encrypted.
    case encrypted(path: String)
    /// libarchive cannot go on behind this entry of a 7z, as where it has read a link before.
    case behindEncrypted(archive: String, entry: String)
    /// The entry needs more than the `limit` of bytes the caller wants in memory; `size` is nil if it was not announced.
    case tooLarge(archive: String, entry: String, size: Int64?, limit: Int64)
    case entryDamaged(archive: String, entry: String, reason: String)
    /// `entry` is the one being read, or the last one before the damage; nil if there was none.
    case archiveDamaged(archive: String, entry: String?, reason: String)
    /// `entry` is the one being read, or the last one before the limit; nil if there was none.
    case limitExceeded(archive: String, entry: String?, limit: ArchiveLimit, value: Int64)
    /// The system lacks every locale in which libarchive keeps UTF-8 names.
    case noUTF8Locale
    /// No archive can be written under this name.
    case unknownFormat(path: String)
    case invalidName(archive: String, entry: String, reason: String)
    case cannotWrite(path: String, reason: String)

    public var description: String {
        switch self {
        case .notFound(let path):
            "\(path): no such file or folder; check the path in 'sources'"
        case .unreadable(let path, let reason):
            "\(path): cannot be read: \(reason)"
        case .notAnArchive(let path):
            "\(path): not an archive that can be read; expected a folder, or one of \(ArchiveFormat.readableSpellings)"
        case .mistaken(let path, let other):
            "\(path): is \(other), not the archive itself; \(other.advice)"
        case .packedTwice(let path):
            "\(path): is packed more than once; unpack its outer layer, so that one of \(ArchiveFormat.readableSpellings) is left"
        case .windowTooLarge(let path, let bytes):
            "\(path): is packed by zstd with a window of \(bytes >> 20) MiB, and at most 128 MiB are unpacked; pack it again: "
                + "zstd -d --long=31 -c OLD | zstd -o NEW"
        case .partOfSplit(let path):
            "\(path): is one part of a split archive; join the parts and give the joined file: zip -s 0 NAME.zip --out JOINED.zip, "
                + "or cat PARTS... > JOINED where they were cut by size alone"
        case .empty(let path):
            "\(path): holds no files; check that it was downloaded or unpacked completely"
        case .encrypted(let path):
            "\(path): is encrypted, even its list of entries; make an archive without a password"
        case .behindEncrypted(let archive, let entry):
            "\(archive): entry '\(entry)' is encrypted, and nothing behind it in a 7z can be read; make an archive without a password"
        case .tooLarge(let archive, let entry, let size, let limit):
            "\(archive): entry '\(entry)' \(size.map { "holds \($0) bytes" } ?? "is longer"), more than the limit of \(limit); "
                + "raise the limit or leave the entry out"
        case .entryDamaged(let archive, let entry, let reason):
            "\(archive): entry '\(entry)' is damaged: \(reason); the entries after it can still be read"
        case .archiveDamaged(let archive, let entry, let reason):
            "\(archive): is damaged \(entry.map { "at or after entry '\($0)'" } ?? "at its beginning"): \(reason); "
                + "nothing behind that point can be read, so fetch the archive again"
        case .limitExceeded(let archive, let entry, let limit, let value):
            "\(archive): \(entry.map { "at entry '\($0)': " } ?? "")\(limit.explanation) (\(value)); "
                + "a pipeline's decode.\(limit.rawValue) raises it, if the archive is to be trusted"
        case .noUTF8Locale:
            "none of the locales \(TextLocale.candidates.joined(separator: ", ")) is installed, so names cannot be read; install one"
        case .unknownFormat(let path):
            "\(path): no archive format goes by this name; expected one of \(ArchiveFormat.writableSpellings)"
        case .invalidName(let archive, let entry, let reason):
            "\(archive): cannot take an entry named '\(entry)': \(reason)"
        case .cannotWrite(let path, let reason):
            "\(path): cannot be written: \(reason)"
        }
    }
}
