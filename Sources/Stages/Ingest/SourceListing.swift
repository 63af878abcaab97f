import Archives
import Clips
import Digests
import Files
import Foundation
import MediaAccess
import Store

/// Tells whether a source is as it was when it was last read.
struct SourceListing {
    /// An archive's own size and time, or a digest of those of every file in a folder.
    let stamp: String

    /// - Parameter decode: an archive's members over its `max_clip_bytes` were not looked into, so another limit reads it anew.
    /// - Throws: ``StageError/sourceUnreadable(path:reason:)``, `ArchiveError`.
    init(of path: String, _ decode: DecodeSettings) throws {
        guard let stamp = fileStamp(path) else {
            throw StageError.sourceUnreadable(path: path, reason: String(cString: strerror(errno)))
        }
        self.stamp = isFolder(path) ? try Self.folderStamp(path, decode) : "\(stamp), members to \(decode.maxClipBytes) bytes"
    }

    private static func folderStamp(_ path: String, _ decode: DecodeSettings) throws -> String {
        let reader = try EntryReader(source: path, limits: decode.archives)
        var hash = SHA256()
        while let entry = try reader.nextReadable() {
            hash.update(entry.name + "\n" + (entry.filePath.flatMap(fileStamp) ?? "gone") + "\n")
        }
        return hash.finish()
    }
}

extension SourceContents {
    /// SHA-256 over everything samples are made of: what later stages depend on.
    var listingDigest: String {
        var hash = SHA256()
        for member in members.sorted(by: { $0.name < $1.name }) {
            let streams = member.streams.sorted().map(\.rawValue).joined(separator: ",")
            hash.update("\(member.name)\n\(member.sha256)\n\(streams)\n\(member.problem ?? "")\n")
        }
        for text in texts.sorted(by: { $0.name < $1.name }) {
            hash.update("\(text.name)\n\(text.content.count)\n")
            text.content.withUnsafeBytes { hash.update($0) }
        }
        return hash.finish()
    }
}
