import Digests
import Foundation
import Store

/// Size and modification time: a file with the same stamp is taken to be the same.
func fileStamp(_ path: String) -> String? {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    return "\(status.st_size):\(status.st_mtim.tv_sec).\(status.st_mtim.tv_nsec)"
}

func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
}

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
