import Foundation

/// One folder on the way down, with what is left to visit in it.
final class FolderLevel {
    struct Child {
        enum Kind {
            case file(size: Int64)
            case folder(FileIdentity)
            /// A file or folder of the system or a tool, neither looked at nor walked.
            case hidden
            case unwanted(SkipReason)
        }

        let name: [UInt8]
        let kind: Kind

        /// Folders sort as if their name ended in a slash, which makes the walk follow the byte order of whole paths.
        var sortKey: [UInt8] { if case .folder = kind { name + [UInt8(ascii: "/")] } else { name } }
    }

    let path: [UInt8]
    /// What stands before the children's names in an entry's name: empty, or ending in a slash.
    let prefix: [UInt8]
    let identity: FileIdentity
    private var remaining: [Child]   // last one first

    /// nil, with `errno`, if the folder cannot be listed.
    init?(path: [UInt8], prefix: [UInt8], identity: FileIdentity) {
        guard let directory = withCString(path, { opendir($0) }) else { return nil }
        defer { closedir(directory) }
        self.path = path
        self.prefix = prefix
        self.identity = identity
        var children: [(key: [UInt8], child: Child)] = []
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: UInt8.self, capacity: 256) { Array(UnsafeBufferPointer(start: $0, count: strlen($0))) }
            }
            if name.elementsEqual(".".utf8) || name.elementsEqual("..".utf8) { continue }
            let kind: Child.Kind = EntryName.isHidden(name) ? .hidden : Self.kind(of: path + [UInt8(ascii: "/")] + name)
            let child = Child(name: name, kind: kind)
            children.append((child.sortKey, child))
        }
        remaining = children.sorted { $1.key.lexicographicallyPrecedes($0.key) }.map(\.child)
    }

    func next() -> Child? { remaining.popLast() }

    private static func kind(of path: [UInt8]) -> Child.Kind {
        guard let status = FileStatus(path: path) else {
            return .unwanted(errno == ELOOP ? .linkCycle : errno == ENOENT ? .danglingLink : .unreadable)
        }
        switch status.type {
        case S_IFDIR: return .folder(status.identity)
        case S_IFREG: return .file(size: status.size)
        default: return .unwanted(.specialFile)
        }
    }
}
