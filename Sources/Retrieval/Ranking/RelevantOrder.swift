/// The relevant items of one query in ranking order.
struct RelevantOrder {
    /// Written scores, descending; then minus infinity, so that searches end.
    private(set) var scores: [Double] = []
    /// Gallery items, in the order of their exact scores; equal ones in gallery order.
    private(set) var items: [Int32] = []
    /// Exact scores; NaN where none was needed yet.
    private(set) var exact: [Double] = []
    /// Written scores that differ by more than this are in the exact scores' order.
    let margin: Double
    let buckets: ScoreBuckets
    let galleryCount: Int

    var count: Int { items.count }

    /// - Parameters:
    ///   - written: scores of the whole gallery, each within `error` of the exact one.
    ///   - members: the relevant items, ascending.
    ///   - exactScore: the exact score of an item.
    init(_ written: UnsafeBufferPointer<Double>, error: Double, members: ArraySlice<Int32>, exactScore: (Int) -> Double) {
        margin = 2 * error
        galleryCount = written.count
        var best = -Double.infinity, worst = Double.infinity
        for item in members {
            best = max(best, written[Int(item)])
            worst = min(worst, written[Int(item)])
        }
        buckets = members.isEmpty ? ScoreBuckets(best: 0, worst: 0) : ScoreBuckets(best: best, worst: worst)
        sort(written, members)
        settleNeighbours(exactScore)
    }

    /// Spreads the items over coarse buckets, sorts what crowds into one, and lets the few others sink into place.
    private mutating func sort(_ written: UnsafeBufferPointer<Double>, _ members: ArraySlice<Int32>) {
        let coarse = 1_024, shift = (ScoreBuckets.count / coarse).trailingZeroBitCount, crowd = 8
        let buckets = self.buckets
        var sorted = [ScoredItem](repeating: ScoredItem(score: 0, item: 0), count: members.count)
        withUnsafeTemporaryAllocation(of: Int32.self, capacity: coarse + 1) { ends in
            ends.initialize(repeating: 0)
            for item in members { ends[(buckets.bucket(written[Int(item)]) >> shift) + 1] &+= 1 }
            for bucket in 0..<coarse { ends[bucket + 1] &+= ends[bucket] }
            sorted.withUnsafeMutableBufferPointer { sorted in
                for item in members {
                    let score = written[Int(item)], bucket = buckets.bucket(score) >> shift
                    sorted[Int(ends[bucket])] = ScoredItem(score: score, item: item)
                    ends[bucket] &+= 1   // from where the bucket starts to where it ends
                }
                var start = 0
                for bucket in 0..<coarse {
                    let end = Int(ends[bucket])
                    if end - start > crowd {
                        var crowded = UnsafeMutableBufferPointer(rebasing: sorted[start..<end])
                        crowded.sort { $0.score > $1.score }
                    }
                    start = end
                }
                for place in sorted.indices.dropFirst() {
                    let item = sorted[place]
                    var free = place
                    while free > 0, sorted[free - 1].score < item.score {
                        sorted[free] = sorted[free - 1]
                        free -= 1
                    }
                    sorted[free] = item
                }
            }
        }
        scores = sorted.map(\.score) + [-.infinity]
        items = sorted.map(\.item)
        exact = [Double](repeating: .nan, count: sorted.count)
    }

    /// Puts runs of items whose written scores are too close to tell into the order of their exact scores.
    ///
    /// The written scores keep their own order: the i-th largest of them is still within the error of the i-th largest exact score.
    private mutating func settleNeighbours(_ exactScore: (Int) -> Double) {
        var first = 0
        while first < count {
            var end = first + 1
            while end < count, scores[end - 1] - scores[end] <= margin { end += 1 }
            if end > first + 1 {
                var run = items[first..<end].map { ScoredItem(score: exactScore(Int($0)), item: $0) }
                run.sort { a, b in a.score == b.score ? a.item < b.item : a.score > b.score }
                for (place, settled) in run.enumerated() {
                    items[first + place] = settled.item
                    exact[first + place] = settled.score
                }
            }
            first = end
        }
    }

    /// The first place from `start` on whose written score is at most `limit`; the last score is minus infinity.
    @inline(__always)
    static func firstPlace(in scores: UnsafeBufferPointer<Double>, from start: Int, notAbove limit: Double) -> Int {
        var first = start, rest = scores.count - start
        while rest > 1 {
            let half = rest / 2
            first &+= scores[first &+ half &- 1] > limit ? half : 0
            rest &-= half
        }
        return first
    }

    /// The first of some places where `stops` holds for the exact score and the item, given that it holds from there on.
    mutating func firstPlace(in places: Range<Int>, _ exactScore: (Int) -> Double, where stops: (Double, Int) -> Bool) -> Int {
        var low = places.lowerBound, high = places.upperBound
        while low < high {
            let middle = (low + high) / 2
            if stops(self.exactScore(at: middle, exactScore), Int(items[middle])) { high = middle } else { low = middle + 1 }
        }
        return low
    }

    mutating func exactScore(at place: Int, _ exactScore: (Int) -> Double) -> Double {
        if exact[place].isNaN { exact[place] = exactScore(Int(items[place])) }
        return exact[place]
    }
}

private struct ScoredItem {
    var score: Double
    var item: Int32
}
