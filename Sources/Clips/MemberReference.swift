/// Where the bytes of a file of a dataset stand: a member of an archive, or a file below a folder.
public struct MemberReference: Hashable, Codable, Sendable, Comparable, CustomStringConvertible {
    /// Position of the archive or folder in the pipeline's `dataset.sources`.
    public let source: Int
    /// Path of the member inside the archive, or relative to the folder.
    public let name: String

    public init(source: Int, name: String) {
        self.source = source
        self.name = name
    }

    public static func < (left: MemberReference, right: MemberReference) -> Bool {
        (left.source, left.name) < (right.source, right.name)
    }

    public var description: String { name }
}
