/// What a reference is to a query.
public enum PairRelation: UInt8, Sendable {
    /// Not to be compared: an item with itself.
    case ignored
    case positive
    case negative
}

/// The relation of every query to every reference.
public struct PairMasks: Sendable, Hashable {
    /// What the diagonal holds: query i against reference i, the same item.
    public enum Diagonal: Sendable {
        /// Another view of the item: a pair like any other.
        case compared
        /// The item itself.
        case ignored
    }

    public let queries: Int
    public let references: Int
    public let diagonal: Diagonal
    /// Row-major, `queries * references`.
    public let relations: [PairRelation]

    /// Equal labels are positive, different ones negative.
    public init(queryLabels: [Int], referenceLabels: [Int], diagonal: Diagonal) {
        queries = queryLabels.count
        references = referenceLabels.count
        self.diagonal = diagonal
        var relations: [PairRelation] = []
        relations.reserveCapacity(queries * references)
        for (query, own) in queryLabels.enumerated() {
            for (reference, other) in referenceLabels.enumerated() {
                let same = diagonal == .ignored && query == reference
                relations.append(same ? .ignored : own == other ? .positive : .negative)
            }
        }
        self.relations = relations
    }
}
