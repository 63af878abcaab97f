public import Clips

/// A small file of a dataset: annotations, a split, a label.
public struct SourceText: Sendable, Hashable {
    public let reference: MemberReference
    public let text: [UInt8]

    public init(reference: MemberReference, text: [UInt8]) {
        self.reference = reference
        self.text = text
    }
}

/// What all sources of a dataset together hold, in any order: the layouts sort.
public struct Listing: Sendable, Hashable {
    public let members: [Member]
    public let texts: [SourceText]

    public init(members: [Member], texts: [SourceText]) {
        self.members = members
        self.texts = texts
    }
}
