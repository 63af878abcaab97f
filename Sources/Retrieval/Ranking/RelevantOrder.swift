/// The relevant items of one query in ranking order, in memory that serves one query after another.
struct RelevantOrder<Score: WrittenScore> {
    private let memory: Memory
    let count: Int
    /// Written scores that differ by more than this are in the exact scores' order.
    let margin: Score
    let buckets: ScoreBuckets<Score>

    /// Written scores, descending; then minus infinity, so that searches end.
    var scores: UnsafeMutablePointer<Score> { memory.scores }
    /// Places in the gallery by class, in the order of their exact scores; equal ones in gallery order.
    var places: UnsafeMutablePointer<Int32> { memory.places }
    /// Exact scores; NaN where none was needed yet.
    var exact: UnsafeMutablePointer<Double> { memory.exact }

    final class Memory {
        fileprivate let scores: UnsafeMutablePointer<Score>
        fileprivate let places: UnsafeMutablePointer<Int32>
        fileprivate let exact: UnsafeMutablePointer<Double>
        fileprivate let sorted: UnsafeMutablePointer<PlacedScore<Score>>
        fileprivate let ends: UnsafeMutablePointer<Int32>

        /// - Parameter capacity: the most relevant items a query has.
        init(capacity: Int) {
            scores = .allocate(capacity: capacity + 1)
            places = .allocate(capacity: capacity)
            exact = .allocate(capacity: capacity)
            sorted = .allocate(capacity: capacity)
            ends = .allocate(capacity: ScoreBuckets<Score>.count(relevant: capacity) >> coarseness + 1)
        }

        deinit {
            scores.deallocate()
            places.deallocate()
            exact.deallocate()
            sorted.deallocate()
            ends.deallocate()
        }
    }

    /// - Parameters:
    ///   - written: scores by place, each within `error` of the exact one.
    ///   - relevant: the places of the relevant items.
    ///   - bucketOfPlace: room for the buckets of `written`; those of the relevant places are filled.
    ///   - exactScore: the exact score of the item at a place.
    init(
        _ written: UnsafePointer<Score>, error: Score, relevant: Range<Int>, _ bucketOfPlace: UnsafeMutablePointer<UInt16>, _ memory: Memory,
        exactScore: (Int) -> Double
    ) {
        self.memory = memory
        margin = 2 * error
        count = relevant.count
        var best = -Score.infinity, worst = Score.infinity
        for place in relevant {
            best = written[place] > best ? written[place] : best
            worst = written[place] < worst ? written[place] : worst
        }
        if relevant.isEmpty { (best, worst) = (0, 0) }
        buckets = ScoreBuckets(best: best, worst: worst, count: ScoreBuckets<Score>.count(relevant: count))
        buckets.fill(bucketOfPlace + relevant.lowerBound, written + relevant.lowerBound, count: count)
        sort(written, relevant, bucketOfPlace)
        let (scores, places, exact, sorted) = (scores, places, exact, memory.sorted)
        for index in 0..<count {
            scores[index] = sorted[index].score
            places[index] = sorted[index].place
            exact[index] = .nan
        }
        scores[count] = -.infinity
        settleNeighbours(exactScore)
    }

    /// Spreads the items over coarse buckets, sorts what crowds into one, and lets the few others sink into place.
    private func sort(_ written: UnsafePointer<Score>, _ relevant: Range<Int>, _ bucketOfPlace: UnsafePointer<UInt16>) {
        let coarse = buckets.count >> coarseness, shift = UInt16(coarseness), ends = memory.ends, sorted = memory.sorted
        ends.update(repeating: 0, count: coarse + 1)
        for place in relevant { ends[Int(bucketOfPlace[place] &>> shift) &+ 1] &+= 1 }
        var most: Int32 = 0, before: Int32 = 0
        for bucket in 1...coarse {
            most = max(most, ends[bucket])
            before &+= ends[bucket]
            ends[bucket] = before
        }
        for place in relevant {
            let bucket = Int(bucketOfPlace[place] &>> shift)
            sorted[Int(ends[bucket])] = PlacedScore(score: written[place], place: Int32(truncatingIfNeeded: place))
            ends[bucket] &+= 1   // from where the bucket starts to where it ends
        }
        if most > crowd { sortCrowds(coarse) }
        for index in 1..<max(1, count) {
            let item = sorted[index]
            var free = index
            while free > 0, sorted[free &- 1].score < item.score {
                sorted[free] = sorted[free &- 1]
                free &-= 1
            }
            sorted[free] = item
        }
    }

    private func sortCrowds(_ coarse: Int) {
        var start = 0
        for bucket in 0..<coarse {
            let end = Int(memory.ends[bucket])
            if end - start > crowd {
                var crowded = UnsafeMutableBufferPointer(start: memory.sorted + start, count: end - start)
                crowded.sort { $0.score > $1.score }
            }
            start = end
        }
    }

    /// Puts runs of items whose written scores are too close to tell into the order of their exact scores.
    ///
    /// The written scores keep their own order: the i-th largest of them is still within the error of the i-th largest exact score.
    private func settleNeighbours(_ exactScore: (Int) -> Double) {
        let (scores, count, margin) = (scores, count, margin)
        var first = 0
        while first < count {
            var end = first + 1
            while end < count, scores[end - 1] - scores[end] <= margin { end += 1 }
            if end > first + 1 { settle(first..<end, exactScore) }
            first = end
        }
    }

    private func settle(_ indices: Range<Int>, _ exactScore: (Int) -> Double) {
        var run = indices.map { PlacedScore(score: exactScore(Int(places[$0])), place: places[$0]) }
        // Places of one class are in gallery order.
        run.sort { a, b in a.score == b.score ? a.place < b.place : a.score > b.score }
        for (index, settled) in zip(indices, run) {
            places[index] = settled.place
            exact[index] = settled.score
        }
    }

    /// The first index from `start` on whose written score is at most `limit`; the last score is minus infinity.
    @inline(__always)
    func firstIndex(from start: Int, notAbove limit: Score) -> Int {
        let scores = scores
        var first = start, rest = count &+ 1 &- start
        while rest > 1 {
            let half = rest / 2
            first &+= scores[first &+ half &- 1] > limit ? half : 0
            rest &-= half
        }
        return first
    }

    /// The first of some indices where `stops` holds for the exact score and the place, given that it holds from there on.
    func firstIndex(in range: Range<Int>, _ exactScore: (Int) -> Double, where stops: (Double, Int) -> Bool) -> Int {
        var low = range.lowerBound, high = range.upperBound
        while low < high {
            let middle = (low + high) / 2
            if stops(self.exactScore(at: middle, exactScore), Int(places[middle])) { high = middle } else { low = middle + 1 }
        }
        return low
    }

    func exactScore(at index: Int, _ exactScore: (Int) -> Double) -> Double {
        if exact[index].isNaN { exact[index] = exactScore(Int(places[index])) }
        return exact[index]
    }
}

/// Items are spread over as many times fewer buckets, as a power of two; what crowds into one is sorted at once.
private let coarseness = 2
private let crowd = 8

private struct PlacedScore<Score> {
    var score: Score
    var place: Int32
}
