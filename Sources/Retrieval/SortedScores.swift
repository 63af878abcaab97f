/// The scores of one query's relevant items in ranking order, and a quick way to place another item among them.
///
/// The range of the scores is cut into equal buckets, so that a search only looks at the few relevant items of one bucket.
struct SortedScores {
    private static let bucketCount = 4_096

    private let items: [(score: Double, index: Int)]
    /// Relevant items in the buckets before each bucket: best scores first.
    private let starts: [Int32]
    private let best: Double
    /// Buckets a unit of score.
    private let density: Double

    init(_ scores: UnsafeBufferPointer<Double>, labels: [Int], label: Int) {
        var items: [(score: Double, index: Int)] = []
        for index in labels.indices where labels[index] == label { items.append((scores[index], index)) }
        items.sort { $0.score > $1.score || ($0.score == $1.score && $0.index < $1.index) }
        let best = items.first?.score ?? 0
        let range = best - (items.last?.score ?? 0)
        let density = Double(Self.bucketCount) / range
        self.items = items
        self.best = best
        self.density = density.isFinite ? density : 0
        var starts = [Int32](repeating: 0, count: Self.bucketCount + 1)
        for item in items { starts[Self.bucket(item.score, best, self.density) + 1] += 1 }
        for bucket in 0..<Self.bucketCount { starts[bucket + 1] += starts[bucket] }
        self.starts = starts
    }

    var count: Int { items.count }

    /// Relevant items that rank before a gallery item with this score and index.
    @inline(__always)
    func countBefore(_ score: Double, _ index: Int) -> Int {
        let bucket = Self.bucket(score, best, density)
        var low = Int(starts[bucket]), high = Int(starts[bucket + 1])
        while low < high {
            let middle = (low + high) / 2
            let item = items[middle]
            if item.score > score || (item.score == score && item.index < index) { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// Never smaller for a smaller score, so an item in an earlier bucket has a greater score.
    ///
    /// Scores are sums of products of single-precision numbers, so their differences are finite.
    @inline(__always)
    private static func bucket(_ score: Double, _ best: Double, _ density: Double) -> Int {
        Int(min(max((best - score) * density, 0), Double(bucketCount - 1)))
    }
}
