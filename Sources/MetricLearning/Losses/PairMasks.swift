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

    public let queryLabels: [Int]
    public let referenceLabels: [Int]
    public let diagonal: Diagonal
    /// Row-major, `queries * references`.
    public let relations: [PairRelation]

    public var queries: Int { queryLabels.count }
    public var references: Int { referenceLabels.count }

    /// Equal labels are positive, different ones negative. Without classes every item is a label of its own.
    public init(queryLabels: [Int], referenceLabels: [Int], diagonal: Diagonal) {
        var relations = [PairRelation](repeating: .negative, count: queryLabels.count * referenceLabels.count)
        let columns = referenceLabels.count
        relations.withUnsafeMutableBufferPointer { relations in
            referenceLabels.withUnsafeBufferPointer { referenceLabels in
                for (query, own) in queryLabels.enumerated() {
                    let row = query * columns
                    for reference in 0..<columns where referenceLabels[reference] == own { relations[row + reference] = .positive }
                    if diagonal == .ignored, query < columns { relations[row + query] = .ignored }
                }
            }
        }
        self.init(queryLabels: queryLabels, referenceLabels: referenceLabels, diagonal: diagonal, relations: relations)
    }

    private init(queryLabels: [Int], referenceLabels: [Int], diagonal: Diagonal, relations: [PairRelation]) {
        self.queryLabels = queryLabels
        self.referenceLabels = referenceLabels
        self.diagonal = diagonal
        self.relations = relations
    }

    /// Two sets of references side by side: the first gives the positives only, the second the negatives only.
    static func sideBySide(positivesOf first: PairMasks, negativesOf second: PairMasks) -> PairMasks {
        precondition(first.queries == second.queries)
        var relations: [PairRelation] = []
        relations.reserveCapacity(first.relations.count + second.relations.count)
        for query in 0..<first.queries {
            for relation in first.relations[(query * first.references)..<((query + 1) * first.references)] {
                relations.append(relation == .positive ? .positive : .ignored)
            }
            for relation in second.relations[(query * second.references)..<((query + 1) * second.references)] {
                relations.append(relation == .negative ? .negative : .ignored)
            }
        }
        return PairMasks(
            queryLabels: first.queryLabels, referenceLabels: first.referenceLabels + second.referenceLabels,
            diagonal: .compared, relations: relations)
    }
}
