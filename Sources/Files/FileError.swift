/// A file that cannot be written.
public enum FileError: Error, Hashable, Sendable, CustomStringConvertible {
    case cannotWrite(path: String, reason: String)

    /// The operating system's words.
    public var reason: String {
        switch self {
        case .cannotWrite(_, let reason): reason
        }
    }

    public var description: String {
        switch self {
        case .cannotWrite(let path, let reason):
            "\(path): cannot be written: \(reason); check that its folder is there and may be written and that the disk has room"
        }
    }
}
