/// Counts how many irrelevant items stand before each relevant one, without sorting them.
///
/// Each item falls into a bucket of scores; nearly all buckets hold no relevant item and settle its place at once. In
/// the others its written score is compared, and where that is too close to tell, the exact one.
struct RankCounter {
    private var order: RelevantOrder
    private let exactScore: (Int) -> Double
    /// others[i]: irrelevant items that stand after exactly i relevant ones; then a slot that means nothing.
    private var others: [Int32]
    /// tied[i]: irrelevant items with the score of the group of relevant ones that begins at i; and those of them that stand before it.
    private var tied: [Int32]
    private var tiedAhead: [Int32]

    /// **Complexity**: O(R log R + N) for N items of which R are relevant, if their scores are spread; O(N log R) at worst.
    init(
        _ written: UnsafeBufferPointer<Double>, error: Double, members: ClassMembers, label: Int, exactScore: @escaping (Int) -> Double
    ) {
        order = RelevantOrder(written, error: error, members: members.items(of: label), exactScore: exactScore)
        self.exactScore = exactScore
        others = [Int32](repeating: 0, count: order.count + 2)
        tied = others
        tiedAhead = others
        let close = countCertain(written, members.labels, Int32(label))
        for item in close { placeExactly(Int(item), written[Int(item)]) }
    }

    /// By bucket, the number of relevant items before what falls into it; or `-1 - i` where a comparison is needed, i being
    /// the number of relevant items that are before it for certain.
    private var places: [Int32] {
        let order = self.order, buckets = order.buckets
        return [Int32](unsafeUninitializedCapacity: ScoreBuckets.count) { places, initialized in
            // relevant items whose surroundings begin, and end, in each bucket
            withUnsafeTemporaryAllocation(of: SIMD2<Int32>.self, capacity: ScoreBuckets.count) { bounds in
                bounds.initialize(repeating: .zero)
                for place in 0..<order.count {
                    bounds[buckets.bucket(order.scores[place] + order.margin)][0] &+= 1
                    bounds[buckets.bucket(order.scores[place] - order.margin)][1] &+= 1
                }
                var begun: Int32 = 0, ended: Int32 = 0
                for bucket in 0..<ScoreBuckets.count {
                    begun &+= bounds[bucket][0]
                    places[bucket] = begun > ended ? -1 &- ended : ended
                    ended &+= bounds[bucket][1]
                }
            }
            initialized = ScoreBuckets.count
        }
    }

    /// Counts every irrelevant item whose written score settles its place, and returns the others.
    private mutating func countCertain(_ written: UnsafeBufferPointer<Double>, _ labels: [Int32], _ label: Int32) -> [Int32] {
        withUnsafeTemporaryAllocation(of: Candidate.self, capacity: written.count) { candidates in
            let count = countByBucket(written, labels, label, candidates)
            return countByComparison(UnsafeBufferPointer(rebasing: candidates[0..<count]))
        }
    }

    /// An item in a bucket with relevant ones.
    private struct Candidate {
        var score: Double
        var item: Int32
        /// The number of relevant items that are before it for certain.
        var place: Int32
    }

    /// Counts what buckets settle, and lists the other irrelevant items.
    ///
    /// Written without branches on the data, since no processor could guess them; a slot past the last takes what is not counted.
    private mutating func countByBucket(
        _ written: UnsafeBufferPointer<Double>, _ labels: [Int32], _ label: Int32, _ candidates: UnsafeMutableBufferPointer<Candidate>
    ) -> Int {
        let places = self.places, buckets = order.buckets, unused = order.count + 1
        var found = 0
        labels.withUnsafeBufferPointer { labels in
            places.withUnsafeBufferPointer { places in
                others.withUnsafeMutableBufferPointer { others in
                    for item in 0..<written.count {
                        let score = written[item]
                        let place = places[buckets.bucket(score)]
                        others[place < 0 ? unused : Int(place)] &+= 1
                        candidates[found] = Candidate(score: score, item: Int32(truncatingIfNeeded: item), place: -1 &- place)
                        found &+= (place < 0 ? 1 : 0) & (labels[item] != label ? 1 : 0)
                    }
                }
            }
        }
        return found
    }

    /// Counts what a comparison of written scores settles, and returns the other items.
    private mutating func countByComparison(_ candidates: UnsafeBufferPointer<Candidate>) -> [Int32] {
        var close: [Int32] = []
        let margin = order.margin
        order.scores.withUnsafeBufferPointer { scores in
            others.withUnsafeMutableBufferPointer { others in
                for candidate in candidates {
                    let limit = candidate.score + margin
                    var first = Int(candidate.place)
                    first &+= scores[first] > limit ? 1 : 0   // most buckets hold one relevant item
                    if scores[first] > limit { first = RelevantOrder.firstPlace(in: scores, from: first, notAbove: limit) }
                    if scores[first] < candidate.score - margin { others[first] &+= 1 } else { close.append(candidate.item) }
                }
            }
        }
        return close
    }

    private mutating func placeExactly(_ item: Int, _ written: Double) {
        let score = exactScore(item)
        let (start, end) = order.scores.withUnsafeBufferPointer { scores in
            let start = RelevantOrder.firstPlace(in: scores, from: 0, notAbove: written + order.margin)
            return (start, RelevantOrder.firstPlace(in: scores, from: start, notAbove: (written - order.margin).nextDown))
        }
        let group = order.firstPlace(in: start..<end, exactScore) { exact, _ in exact <= score }
        guard group < end, order.exactScore(at: group, exactScore) == score else {
            others[group] += 1
            return
        }
        let place = order.firstPlace(in: group..<end, exactScore) { exact, other in exact < score || other > item }
        others[place] += 1
        tied[group] += 1
        if place == group { tiedAhead[group] += 1 }
    }

    var ranks: RelevantRanks {
        var ranks: [Int] = []
        ranks.reserveCapacity(order.count)
        var irrelevant = 0
        for place in 0..<order.count {
            irrelevant += Int(others[place])
            ranks.append(place + 1 + irrelevant)
        }
        return RelevantRanks(ranks: ranks, gallerySize: order.galleryCount, ties: ties(ranks))
    }

    /// Groups of equal exact scores with a relevant item and at least one more.
    private func ties(_ ranks: [Int]) -> [TieGroup] {
        var groups: [TieGroup] = []
        var first = 0
        while first < order.count {
            var end = first + 1
            while end < order.count, order.exact[end] == order.exact[first] { end += 1 }   // NaN equals nothing
            let count = end - first + Int(tied[first])
            if count > 1 {
                groups.append(TieGroup(
                    firstRank: ranks[first] - Int(tiedAhead[first]), count: count, relevantBefore: first, relevant: end - first))
            }
            first = end
        }
        return groups
    }

    /// The rank of a relevant item.
    func rank(ofRelevant item: Int, in ranks: RelevantRanks) -> Int? {
        order.items.firstIndex(of: Int32(item)).map { ranks.ranks[$0] }
    }
}
