public import Tensors

/// A gallery item found for a query.
public struct Neighbour: Hashable, Sendable {
    /// Row in the gallery.
    public let index: Int
    /// Its score; larger is closer.
    public let score: Double

    public init(index: Int, score: Double) {
        self.index = index
        self.score = score
    }
}

/// The `count` gallery items most similar to each query, best first; ties keep the gallery's order.
///
/// - Returns: one list a query, of `min(count, gallery.rows)` items.
/// - Throws: ``RetrievalError`` on empty sides, different widths and values that are not finite.
public func nearest(
    queries: Matrix, gallery: Matrix, count: Int, similarity: Similarity = .cosine
) throws(RetrievalError) -> [[Neighbour]] {
    try nearest(SimilarityScores(queries: queries, gallery: gallery, similarity: similarity), count: count)
}

/// The `count` gallery items with the best scores for each query, best first; ties keep the gallery's order.
///
/// - Parameter excludingOwnRow: leaves item i out of query i's list: both sides are the same rows.
public func nearest(_ scores: any PairScores, count: Int, excludingOwnRow: Bool = false) throws(RetrievalError) -> [[Neighbour]] {
    guard count > 0 else { throw .badRank(count) }
    return [[Neighbour]](unsafeUninitializedCapacity: scores.queryCount) { buffer, initialized in
        nonisolated(unsafe) let lists = buffer   // each query initialises its own element
        scores.forEachQuery { query, written in
            let list = best(count, of: written, scores, query, excluded: excludingOwnRow ? query : nil)
            (lists.baseAddress! + query).initialize(to: list)
        }
        initialized = scores.queryCount
    }
}

/// Every item whose written score may be among the best, in the order of their exact scores, cut to length.
private func best(
    _ count: Int, of written: UnsafeBufferPointer<Double>, _ scores: any PairScores, _ query: Int, excluded: Int?
) -> [Neighbour] {
    let limit = threshold(count, of: written, excluded) - 2 * scores.error(ofQuery: query)
    var found: [Neighbour] = []
    for item in written.indices where written[item] >= limit && item != excluded {
        found.append(Neighbour(index: item, score: scores.exact(query: query, item: item, written: written[item])))
    }
    found.sort { $0.score > $1.score || ($0.score == $1.score && $0.index < $1.index) }
    return Array(found.prefix(count))
}

/// The `count`-th largest written score, or the smallest if there are fewer.
private func threshold(_ count: Int, of written: UnsafeBufferPointer<Double>, _ excluded: Int?) -> Double {
    guard count < written.count else { return -.infinity }
    var kept: [Double] = []   // descending
    for item in written.indices where item != excluded {
        let score = written[item]
        if kept.count == count {
            if score <= kept[count - 1] { continue }
            kept.removeLast()
        }
        var place = kept.count
        while place > 0, kept[place - 1] < score { place -= 1 }
        kept.insert(score, at: place)
    }
    return kept.last ?? -.infinity
}
