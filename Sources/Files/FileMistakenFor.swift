/// What often lies where a file of data should: known by its first bytes.
public enum FileMistakenFor: Hashable, Sendable, CustomStringConvertible {
    /// What git checks out where Git LFS is not set up (git-lfs, docs/spec.md).
    case gitLFSPointer
    /// What a server sends in place of a file it does not give out.
    case webPage

    /// - Parameter start: the first 64 bytes of the file, or all of fewer.
    public init?(start: some Collection<UInt8>) {
        let text = String(decoding: start, as: UTF8.self).drop { $0.isWhitespace || $0 == "\u{feff}" }.lowercased()
        if text.hasPrefix("version https://git-lfs") {
            self = .gitLFSPointer
        } else if text.hasPrefix("<!doctype html") || text.hasPrefix("<html") {
            self = .webPage
        } else {
            return nil
        }
    }

    public var description: String {
        switch self {
        case .gitLFSPointer: "a Git LFS pointer"
        case .webPage: "a web page, as servers send in place of a file"
        }
    }

    /// What to do.
    public var advice: String {
        switch self {
        case .gitLFSPointer: "'git lfs pull' fetches it"
        case .webPage: "open it in a browser to see why, and download the file again"
        }
    }
}
