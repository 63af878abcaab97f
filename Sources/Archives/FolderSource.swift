import Foundation

/// The files below a folder, in the byte order of their paths.
///
/// Links are followed, to files and to folders, as datasets on clusters are often folders of links to a shared store. A link
/// to a folder above itself is skipped; a folder that is linked twice is walked twice, under both names.
final class FolderSource: EntrySource {
    private var levels: [FolderLevel]
    private var current: OpenFile?
    private let root: String

    init(root: String) throws(ArchiveError) {
        self.root = root
        let path = Array(root.utf8)
        guard let status = FileStatus(path: path) else { throw .notFound(path: root) }
        guard let level = FolderLevel(path: path, prefix: [], identity: status.identity) else {
            throw .unreadable(path: root, reason: String(cString: strerror(errno)))
        }
        levels = [level]
    }

    var position: ArchivePosition? { nil }
    var hasBackslashes: Bool { false }

    func advance() throws(ArchiveError) -> FoundEntry? {
        current = nil
        while let level = levels.last {
            guard let child = level.next() else {
                levels.removeLast()
                continue
            }
            let name = level.prefix + child.name
            switch child.kind {
            case .hidden: return FoundEntry(rawName: name, kind: .file, size: nil)   // the reader knows it by its name
            case .unwanted(let reason): return FoundEntry(rawName: name, kind: .unwanted(reason), size: nil)
            case .file(let size):
                let path = level.path + [UInt8(ascii: "/")] + child.name
                current = OpenFile(path: path, name: EntryName.decode(name))
                return FoundEntry(rawName: name, kind: .file, size: size, filePath: String(validating: path, as: UTF8.self))
            case .folder(let identity):
                if let unwanted = descend(into: child, identity, of: level) {
                    return FoundEntry(rawName: name, kind: .unwanted(unwanted), size: nil)
                }
            }
        }
        return nil
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(ArchiveError) -> Int {
        guard let current else { preconditionFailure("no entry to read") }
        let count = current.read(into: buffer)
        if count < 0, LibraryStatus.systemErrors.subtracting([EACCES]).contains(errno) {
            throw .unreadable(path: "\(root)/\(current.name)", reason: String(cString: strerror(errno)))
        }
        if count < 0 {
            throw .entryDamaged(archive: root, entry: current.name, reason: String(cString: strerror(errno)))
        }
        return count
    }

    /// Why the folder is not walked; nil if it is.
    private func descend(into child: FolderLevel.Child, _ identity: FileIdentity, of level: FolderLevel) -> SkipReason? {
        if levels.contains(where: { $0.identity == identity }) { return .linkCycle }
        let slash = [UInt8(ascii: "/")]
        guard let below = FolderLevel(
            path: level.path + slash + child.name, prefix: level.prefix + child.name + slash, identity: identity)
        else { return .unreadable }
        levels.append(below)
        return nil
    }
}

/// A file that is opened when its first byte is asked for.
private final class OpenFile {
    let name: String
    private let path: [UInt8]
    private var descriptor: Int32 = -1   // owned; closed in deinit

    init(path: [UInt8], name: String) {
        self.path = path
        self.name = name
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// -1, with `errno`, if the file cannot be opened or read.
    func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        if descriptor < 0 { descriptor = withCString(path) { open($0, O_RDONLY | O_CLOEXEC) } }
        guard descriptor >= 0 else { return -1 }
        while true {
            let count = Foundation.read(descriptor, buffer.baseAddress, buffer.count)
            if count >= 0 || errno != EINTR { return count }
        }
    }
}
