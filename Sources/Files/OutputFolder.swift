import Foundation

/// A folder that appears whole or not at all: filled beside its destination, then renamed to it.
public final class OutputFolder {
    public let path: String
    /// The folder while it is filled.
    public let temporaryPath: String
    private var isCommitted = false

    /// - Throws: ``FileError/cannotWrite(path:reason:)``; also where something stands at `path` already, unless it is an empty
    ///   folder: a folder that was not made here may hold anything.
    public init(creating path: String) throws(FileError) {
        let trimmed = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
        let contents = try? FileManager.default.contentsOfDirectory(atPath: trimmed)
        guard access(trimmed, F_OK) != 0 || contents?.isEmpty == true else {
            throw .cannotWrite(path: trimmed, reason: "it exists already; remove it or give another name")
        }
        self.path = trimmed
        temporaryPath = temporarySibling(of: trimmed)
        try makeFolders(temporaryPath)
    }

    deinit { if !isCommitted { try? FileManager.default.removeItem(atPath: temporaryPath) } }

    /// The path of a file in the folder; folders on the way to it are made.
    public func file(_ name: String) throws(FileError) -> String {
        let file = temporaryPath + "/" + name
        let parent = parentFolder(of: file)
        if !madeFolders.contains(parent) {
            try makeFolders(parent)
            madeFolders.insert(parent)
        }
        return file
    }

    /// Writes a small file of many; they are flushed together in ``commit()``.
    public func write(_ bytes: [UInt8], to name: String) throws(FileError) {
        let path = try file(name)
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw .cannotWrite(path: path, reason: String(cString: strerror(errno))) }
        defer { close(descriptor) }
        var done = 0
        while done < bytes.count {
            let count = bytes.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress! + done, $0.count - done) }
            if count < 0 && errno == EINTR { continue }
            if count < 0 { throw .cannotWrite(path: path, reason: String(cString: strerror(errno))) }
            done += count
        }
        hasUnflushedFiles = true
    }

    /// Gives the folder its name, once everything in it is on disk.
    public func commit() throws(FileError) {
        // One flush of everything: flushing each of a million small files by itself takes hours.
        if hasUnflushedFiles { sync() }
        for folder in madeFolders.union([temporaryPath]) { _ = flush(folder) }
        guard rename(temporaryPath, path) == 0 else { throw .cannotWrite(path: path, reason: String(cString: strerror(errno))) }
        isCommitted = true
        flushParent(of: path)
    }

    private var madeFolders: Set<String> = []
    private var hasUnflushedFiles = false
}
