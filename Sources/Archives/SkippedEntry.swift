/// An entry that is not delivered, and why.
public struct SkippedEntry: Sendable, Hashable {
    /// As the archive spells it, decoded like ``ArchiveEntry/name`` but not normalised.
    public let name: String
    public let reason: SkipReason

    public init(name: String, reason: SkipReason) {
        self.name = name
        self.reason = reason
    }
}

/// Why an entry is not delivered.
public enum SkipReason: String, Sendable, Hashable, CaseIterable, CustomStringConvertible {
    case absolutePath
    /// Has a `..` component.
    case parentPath
    /// Nothing is left of the name once `.` and slashes are taken away.
    case emptyName
    case nameTooLong
    /// A symbolic link in an archive. In folders links are followed.
    case symbolicLink
    /// An entry of a tar that only repeats an earlier one.
    case hardLink
    /// A device, pipe or socket.
    case specialFile
    case encrypted
    /// Its normalised name stands earlier in the same source; the first one is delivered.
    case duplicateName
    /// A link in a folder that leads nowhere.
    case danglingLink
    /// A link in a folder that leads back to a folder above it.
    case linkCycle
    /// A file or folder the system does not let be read.
    case unreadable

    public var description: String {
        switch self {
        case .absolutePath: "absolute path"
        case .parentPath: "path with '..'"
        case .emptyName: "empty name"
        case .nameTooLong: "name too long"
        case .symbolicLink: "symbolic link"
        case .hardLink: "hard link"
        case .specialFile: "device, pipe or socket"
        case .encrypted: "encrypted"
        case .duplicateName: "name stands twice"
        case .danglingLink: "link that leads nowhere"
        case .linkCycle: "link that leads back to a folder above it"
        case .unreadable: "no permission to read it"
        }
    }
}
