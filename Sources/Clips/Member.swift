/// A media file of a dataset and what its container says of it.
public struct Member: Hashable, Codable, Sendable {
    public let reference: MemberReference
    /// Bytes.
    public let size: Int64
    /// SHA-256 of the bytes, lower-case hexadecimal.
    public let sha256: String
    /// Modalities the container has a stream of; empty if it could not be opened.
    public let streams: Set<Modality>
    /// Why the container could not be opened, as a reason of the failure list; nil if it could.
    public let problem: String?

    public init(reference: MemberReference, size: Int64, sha256: String, streams: Set<Modality>, problem: String? = nil) {
        self.reference = reference
        self.size = size
        self.sha256 = sha256
        self.streams = streams
        self.problem = problem
    }
}
