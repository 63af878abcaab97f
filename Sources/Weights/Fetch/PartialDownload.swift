import Foundation

/// The part of a file that has arrived, and what it is a part of: only bytes of the same file at the same address are ever
/// joined.
struct PartialDownload {
    /// What a server said of the file when its first byte came.
    struct Origin: Hashable, Codable {
        let address: String
        /// Its entity tag or date of change, which the server compares (If-Range).
        let validator: String?
        /// Bytes of the whole file.
        let total: Int?
    }

    let path: String
    private var notePath: String { path + ".origin" }

    /// - Parameter destination: where the whole file will stand.
    init(of destination: String) { path = destination + ".partial" }

    /// What is there and can be continued from the address.
    func resumable(from address: String) -> (origin: Origin, size: Int)? {
        guard let note = FileManager.default.contents(atPath: notePath), let origin = try? JSONDecoder().decode(Origin.self, from: note),
              origin.address == address, origin.validator != nil,
              let size = (try? FileManager.default.attributesOfItem(atPath: path))?[.size] as? Int, size > 0
        else { return nil }
        return (origin, size)
    }

    /// Opens the file for the next bytes: at its end, or emptied.
    func open(continuing: Bool, origin: Origin) throws(FetchError) -> FileHandle {
        do {
            if !continuing {
                discard()
                try JSONEncoder().encode(origin).write(to: URL(fileURLWithPath: notePath))
                guard FileManager.default.createFile(atPath: path, contents: nil) else { throw CocoaError(.fileWriteUnknown) }
            }
            let handle = try FileHandle(forUpdating: URL(fileURLWithPath: path))
            try handle.seekToEnd()
            return handle
        } catch {
            throw .cannotWrite(path: path, reason: "\(error.localizedDescription)")
        }
    }

    func discard() {
        try? FileManager.default.removeItem(atPath: path)
        try? FileManager.default.removeItem(atPath: notePath)
    }

    /// Gives the whole file its name.
    func finish(as destination: String) throws(FetchError) {
        guard rename(path, destination) == 0 else { throw .cannotWrite(path: destination, reason: String(cString: strerror(errno))) }
        try? FileManager.default.removeItem(atPath: notePath)
    }
}
