import Digests
import Files
import Foundation
import Store

extension Catalogue {
    /// SHA-256 of a file, computed again only when its size or modification time changed.
    ///
    /// - Throws: ``StageError/sourceUnreadable(path:reason:)``, `FileDigestError`, `StoreError`.
    func digest(ofFile path: String) throws -> String {
        guard let stamp = fileStamp(path) else { throw StageError.sourceUnreadable(path: path, reason: String(cString: strerror(errno))) }
        if let known = try knownDigest(ofFile: path, stamp: stamp) { return known }
        let digest = try SHA256.hex(ofFile: path)
        try saveDigest(digest, ofFile: path, stamp: stamp)
        return digest
    }
}
