/// Counts how many irrelevant items stand before each relevant one, without sorting them.
///
/// Each item falls into a bucket of scores; nearly all buckets hold no relevant item and settle its rank at once. In
/// the others its written score is compared, and where that is too close to tell, the exact one.
struct RankCounter<Score: WrittenScore> {
    private let memory: RankMemory<Score>
    private let order: RelevantOrder<Score>
    private var members: ClassMembers { memory.members }

    /// Nil if more than `closeLimit` irrelevant items are too close to a relevant one to tell.
    ///
    /// - Parameters:
    ///   - written: the query's scores by place, each so near the exact one that two which differ by more than `2 error`, as
    ///     computed, are in its order.
    ///   - label: the class of the relevant items.
    ///   - exactScore: the exact score of the item at a place.
    /// - Complexity: O(R log R + N) for N items of which R are relevant, if their scores are spread; O(N log R) at worst.
    init?(
        _ written: UnsafePointer<Score>, error: Score, label: Int, closeLimit: Int = .max, _ memory: RankMemory<Score>,
        exactScore: (Int) -> Double
    ) {
        self.memory = memory
        let relevant = memory.members.places(of: label)
        order = RelevantOrder(written, error: error, relevant: relevant, memory.bucketOfPlace, memory.order, exactScore: exactScore)
        memory.clear(relevant: relevant.count)
        settleBuckets()
        var found = countByBucket(written, 0..<relevant.lowerBound, found: 0)
        found = countByBucket(written, relevant.upperBound..<memory.members.count, found: found)
        memory.addUp(relevant: relevant.count)
        let close = countByComparison(written, found)
        guard close <= closeLimit else { return nil }
        for index in 0..<close {
            let place = Int(memory.candidates[index])
            placeExactly(place, written[place], from: Int(memory.firsts[index]), exactScore)
        }
    }

    private func settleBuckets() {
        let (begin, end) = (memory.bucketOfPlace + members.count, memory.bucketOfPlace + members.count + order.count)
        order.buckets.fill(begin, order.scores, count: order.count, shiftedBy: order.margin)
        order.buckets.fill(end, order.scores, count: order.count, shiftedBy: -order.margin)
        let bounds = memory.bounds, before = memory.before, raised = Int32(order.count + 1)
        bounds.update(repeating: .zero, count: order.buckets.count)
        for index in 0..<order.count {
            bounds[Int(begin[index])] &+= 1 << 32
            bounds[Int(end[index])] &+= 1
        }
        var sum: UInt64 = 0, ended: Int32 = 0
        for bucket in 0..<order.buckets.count {
            sum &+= bounds[bucket]
            let begun = Int32(truncatingIfNeeded: sum &>> 32)   // never less than `ended`
            before[bucket] = ended &+ ((ended &- begun) &>> 31 & raised)
            ended = Int32(truncatingIfNeeded: sum)
        }
    }

    /// Counts what buckets settle, and lists the other places.
    ///
    /// Written without branches on the data, since no processor could guess them. Neighbours, which often fall behind the same relevant
    /// item, count apart from each other: nobody waits for the number that was just written.
    private func countByBucket(_ written: UnsafePointer<Score>, _ range: Range<Int>, found: Int) -> Int {
        let bucketOfPlace = memory.bucketOfPlace, before = memory.before, others = memory.others, candidates = memory.candidates
        order.buckets.fill(bucketOfPlace + range.lowerBound, written + range.lowerBound, count: range.count)
        let last = Int32(order.count), stride = memory.stride(relevant: order.count)
        var found = found
        @inline(__always)
        func count(_ place: Int, _ others: UnsafeMutablePointer<Int32>) {
            let count = before[Int(bucketOfPlace[place])]
            others[Int(count)] &+= 1
            candidates[found] = Int32(truncatingIfNeeded: place)
            found &+= Int((last &- count) &>> 31 & 1)
        }
        var place = range.lowerBound
        while place &+ 4 <= range.upperBound {
            count(place, others)
            count(place &+ 1, others + stride)
            count(place &+ 2, others + 2 &* stride)
            count(place &+ 3, others + 3 &* stride)
            place &+= 4
        }
        for place in place..<range.upperBound { count(place, others) }
        return found
    }

    /// Counts what a comparison of written scores settles, and lists the other places, whose number it returns, with the first relevant
    /// item that is not before them for certain.
    private func countByComparison(_ written: UnsafePointer<Score>, _ found: Int) -> Int {
        let margin = order.margin, scores = order.scores, raised = order.count + 1
        let bucketOfPlace = memory.bucketOfPlace, before = memory.before, others = memory.others
        let candidates = memory.candidates, firsts = memory.firsts
        var close = 0
        for index in 0..<found {
            let place = Int(candidates[index]), score = written[place], limit = score + margin
            var first = Int(before[Int(bucketOfPlace[place])]) &- raised
            first &+= scores[first] > limit ? 1 : 0   // most buckets hold one or two relevant items
            first &+= scores[first] > limit ? 1 : 0
            if scores[first] > limit { first = order.firstIndex(from: first, notAbove: limit) }
            let isClear = scores[first] < score - margin
            others[first] &+= isClear ? 1 : 0
            candidates[close] = Int32(truncatingIfNeeded: place)
            firsts[close] = Int32(truncatingIfNeeded: first)
            close &+= isClear ? 0 : 1
        }
        return close
    }

    /// - Parameter start: the first relevant item that is not before it for certain.
    private func placeExactly(_ place: Int, _ written: Score, from start: Int, _ exactScore: (Int) -> Double) {
        let (members, others) = (members, memory.others)
        let score = exactScore(place), item = members.items[place]
        var end = start
        while end < order.count, order.scores[end] >= written - order.margin { end += 1 }
        let group = order.firstIndex(in: start..<end, exactScore) { exact, _ in exact <= score }
        guard group < end, order.exactScore(at: group, exactScore) == score else {
            others[group] &+= 1
            return
        }
        let index = order.firstIndex(in: group..<end, exactScore) { exact, other in exact < score || members.items[other] > item }
        others[index] &+= 1
        memory.tied[group] &+= 1
        if index == group { memory.tiedAhead[group] &+= 1 }
    }

    var ranks: RelevantRanks {
        let (count, others) = (order.count, memory.others)
        let ranks = [Int](unsafeUninitializedCapacity: count) { ranks, initialized in
            var irrelevant: Int32 = 0
            for index in 0..<count {
                irrelevant &+= others[index]
                ranks[index] = index &+ 1 &+ Int(irrelevant)
            }
            initialized = count
        }
        return RelevantRanks(ranks: ranks, gallerySize: members.count, ties: ties(ranks))
    }

    /// Groups of equal exact scores with a relevant item and at least one more.
    private func ties(_ ranks: [Int]) -> [TieGroup] {
        let (exact, tied) = (order.exact, memory.tied)
        var groups: [TieGroup] = []
        var first = 0
        while first < order.count {
            var end = first + 1
            while end < order.count, exact[end] == exact[first] { end += 1 }   // NaN equals nothing
            let count = end - first + Int(tied[first])
            if count > 1 {
                groups.append(TieGroup(
                    firstRank: ranks[first] - Int(memory.tiedAhead[first]), count: count, relevantBefore: first, relevant: end - first))
            }
            first = end
        }
        return groups
    }

    /// The rank of a relevant gallery item.
    func rank(ofRelevant item: Int, in ranks: RelevantRanks) -> Int? {
        let place = members.places[item]
        return UnsafeBufferPointer(start: order.places, count: order.count).firstIndex(of: place).map { ranks.ranks[$0] }
    }
}
