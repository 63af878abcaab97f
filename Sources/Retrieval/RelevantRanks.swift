/// Where one query's relevant items stand in its ranking of the gallery: all that class-level metrics need.
///
/// The ranking is by descending score; equal scores keep the gallery's order.
public struct RelevantRanks: Hashable, Sendable {
    /// Ascending, counted from 1.
    public let ranks: [Int]
    public let gallerySize: Int

    public init(ranks: [Int], gallerySize: Int) {
        self.ranks = ranks
        self.gallerySize = gallerySize
    }

    /// Ranks of the gallery items whose label is `label`, without sorting the rest.
    ///
    /// The relevant items are sorted; every other item is only placed between two of them.
    ///
    /// **Complexity**: O(R log R + N) for N items of which R are relevant, if their scores are spread; O(R log R + N log R) at worst.
    init(scores: UnsafeBufferPointer<Double>, labels: [Int], label: Int) {
        let relevant = SortedScores(scores, labels: labels, label: label)
        // others[i]: irrelevant items that stand after exactly i relevant ones
        var others = [Int](repeating: 0, count: relevant.count + 1)
        for index in labels.indices where labels[index] != label { others[relevant.countBefore(scores[index], index)] += 1 }
        var ranks: [Int] = []
        ranks.reserveCapacity(relevant.count)
        var irrelevant = 0
        for position in 0..<relevant.count {
            irrelevant += others[position]
            ranks.append(position + 1 + irrelevant)
        }
        self.init(ranks: ranks, gallerySize: labels.count)
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
