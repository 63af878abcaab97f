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

    /// Spreads the items over coarse buckets, and sorts what shares one.
    private mutating func sort(_ written: UnsafeBufferPointer<Double>, _ members: ArraySlice<Int32>) {
        let coarse = 1_024, shift = (ScoreBuckets.count / coarse).trailingZeroBitCount
        var starts = [Int32](repeating: 0, count: coarse + 1)
        for item in members { starts[(buckets.bucket(written[Int(item)]) >> shift) + 1] += 1 }
        for bucket in 0..<coarse { starts[bucket + 1] += starts[bucket] }
        var next = starts
        var sorted = [ScoredItem](repeating: ScoredItem(score: 0, item: 0), count: members.count)
        for item in members {
            let score = written[Int(item)]
            let bucket = buckets.bucket(score) >> shift
            sorted[Int(next[bucket])] = ScoredItem(score: score, item: item)
            next[bucket] += 1
        }
        sorted.withUnsafeMutableBufferPointer { sorted in
            for bucket in 0..<coarse where starts[bucket + 1] - starts[bucket] > 1 {
                var shared = UnsafeMutableBufferPointer(rebasing: sorted[Int(starts[bucket])..<Int(starts[bucket + 1])])
                shared.sort { $0.score > $1.score }
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

    /// The first place whose written score is at most `score`, searched from `start` with growing steps.
    @inline(__always)
    func firstPlace(from start: Int, notAbove score: Double) -> Int {
        var low = start, step = 1
        while low + step <= count, scores[low + step - 1] > score {
            low += step
            step *= 2
        }
        var high = min(low + step - 1, count)
        while low < high {
            let middle = (low + high) / 2
            if scores[middle] > score { low = middle + 1 } else { high = middle }
        }
        return low
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
