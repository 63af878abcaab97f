/// Where one query's relevant items stand in its ranking of the gallery: all that class-level metrics need.
///
/// The ranking is by descending score; equal scores keep the gallery's order.
public struct RelevantRanks: Hashable, Sendable {
    /// Ascending, counted from 1.
    public let ranks: [Int]
    public let gallerySize: Int
    /// The precision at each of ``ranks``: the relevant items up to it over the rank.
    let precisions: [Double]
    /// The sum of ``precisions``, first to last.
    let precisionSum: Double
    /// Equal scores among which a relevant item stands, best first; what ``tieAwareAveragePrecision`` needs.
    public let ties: [TieGroup]

    public init(ranks: [Int], gallerySize: Int, ties: [TieGroup] = []) {
        self.ranks = ranks
        self.gallerySize = gallerySize
        var sum = 0.0
        precisions = [Double](unsafeUninitializedCapacity: ranks.count) { precisions, initialized in
            for index in 0..<ranks.count {
                precisions[index] = Double(index &+ 1) / Double(ranks[index])
                sum += precisions[index]
            }
            initialized = ranks.count
        }
        precisionSum = sum
        self.ties = ties
    }

    public var relevantCount: Int { ranks.count }

    /// Relevant items among the first `rank`.
    public func hits(within rank: Int) -> Int {
        var low = 0, high = ranks.count
        while low < high {
            let middle = (low + high) / 2
            if ranks[middle] <= rank { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

/// Items of one ranking with equal scores, at least one of them relevant.
public struct TieGroup: Hashable, Sendable {
    /// Rank of the first of them, counted from 1.
    public let firstRank: Int
    public let count: Int
    /// Relevant items that rank before the group.
    public let relevantBefore: Int
    /// Relevant items in the group, at least 1.
    public let relevant: Int

    public init(firstRank: Int, count: Int, relevantBefore: Int, relevant: Int) {
        self.firstRank = firstRank
        self.count = count
        self.relevantBefore = relevantBefore
        self.relevant = relevant
    }
}
