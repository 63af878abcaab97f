import Foundation

/// A copy of a database and its journals in a temporary folder, which is removed with it.
final class TemporaryCopy: Sendable {
    private let folder: String
    /// Of the copied database.
    let path: String

    /// - Throws: ``StoreError/database(file:operation:reason:)`` if it cannot be copied.
    init(of original: String) throws(StoreError) {
        let files = FileManager.default
        folder = files.temporaryDirectory.appending(path: "aadml-reading-\(UUID().uuidString)").path
        path = folder + "/copy.sqlite"
        do {
            try files.createDirectory(atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            for ending in ["", "-wal", "-journal"] where files.fileExists(atPath: original + ending) {
                try files.copyItem(atPath: original + ending, toPath: path + ending)
                try files.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path + ending)
            }
        } catch {
            throw .database(
                file: original,
                operation: "copy the database of a run that was killed to \(folder) to read it (TMPDIR chooses another folder)",
                reason: error.localizedDescription)
        }
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }
}
