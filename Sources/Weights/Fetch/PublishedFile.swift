/// A file that its authors publish, and what is known of it.
public struct PublishedFile: Hashable, Sendable {
    public enum KnownDigest: Hashable, Sendable {
        /// SHA-256, 64 hexadecimal digits.
        case whole(String)
        /// Its first digits, which PyTorch's hub writes into file names.
        case prefix(String)
        /// Its authors tell none; it is pinned when it first arrives.
        case unknown
    }

    /// Where it is; the last component of its path is the file's name.
    public let address: String
    /// Bytes; nil where its authors do not tell.
    public let size: Int?
    public let digest: KnownDigest

    public init(address: String, size: Int? = nil, digest: KnownDigest) {
        self.address = address
        self.size = size
        self.digest = digest
    }

    public var name: String { String(address.split(separator: "/").last ?? "") }

    /// Whether a file's SHA-256 may be this one's.
    func admits(_ digest: String) -> Bool {
        switch self.digest {
        case .whole(let known): digest == known
        case .prefix(let known): digest.hasPrefix(known)
        case .unknown: true
        }
    }

    var expectedDigest: String {
        switch digest {
        case .whole(let known): known
        case .prefix(let known): known + "..."
        case .unknown: "any"
        }
    }
}
