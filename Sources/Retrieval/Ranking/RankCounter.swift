/// Counts how many irrelevant items stand before each relevant one, without sorting them.
///
/// Each item falls into a bucket of scores; nearly all buckets hold no relevant item and settle its place at once. In
/// the others its written score is compared, and where that is too close to tell, the exact one.
struct RankCounter {
    private var order: RelevantOrder
    private let exactScore: (Int) -> Double
    /// others[i]: irrelevant items that stand after exactly i relevant ones.
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
        others = [Int32](repeating: 0, count: order.count + 1)
        tied = others
        tiedAhead = others
        let close = countCertain(written, members.labels, Int32(label))
        for item in close { placeExactly(Int(item), written[Int(item)]) }
    }

    /// By bucket, the number of relevant items before what falls into it; or `-1 - i` where a comparison is needed, i being
    /// the number of relevant items that are before it for certain.
    private var places: [Int32] {
        var places = [Int32](repeating: Int32(order.count), count: ScoreBuckets.count)
        var next = 0
        for place in 0..<order.count {
            let first = order.buckets.bucket(order.scores[place] + order.margin)
            let last = order.buckets.bucket(order.scores[place] - order.margin)
            while next < first {
                places[next] = Int32(place)
                next += 1
            }
            while next <= last {
                places[next] = Int32(-1 - place)
                next += 1
            }
        }
        return places
    }

    /// Counts every irrelevant item whose written score settles its place, and returns the others.
    private mutating func countCertain(_ written: UnsafeBufferPointer<Double>, _ labels: [Int32], _ label: Int32) -> [Int32] {
        let places = self.places, order = self.order, buckets = order.buckets, margin = order.margin
        var close: [Int32] = []
        labels.withUnsafeBufferPointer { labels in
            places.withUnsafeBufferPointer { places in
                others.withUnsafeMutableBufferPointer { others in
                    for item in 0..<written.count {
                        let score = written[item]
                        let place = Int(places[buckets.bucket(score)])
                        if place >= 0 {
                            others[place] &+= 1
                        } else if labels[item] != label {
                            let first = order.firstPlace(from: -1 - place, notAbove: score + margin)
                            if order.scores[first] < score - margin { others[first] &+= 1 } else { close.append(Int32(item)) }
                        }
                    }
                }
            }
        }
        return close
    }

    private mutating func placeExactly(_ item: Int, _ written: Double) {
        let score = exactScore(item)
        let start = order.firstPlace(from: 0, notAbove: written + order.margin)
        let end = order.firstPlace(from: start, notAbove: (written - order.margin).nextDown)
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
