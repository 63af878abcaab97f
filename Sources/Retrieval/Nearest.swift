public import Tensors

/// A gallery item found for a query.
public struct Neighbour: Hashable, Sendable {
    /// Row in the gallery.
    public let index: Int
    /// Its similarity to the query; larger is closer.
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
    try check(queries, side: "queries")
    try check(gallery, side: "gallery")
    guard queries.columns == gallery.columns else { throw .widthMismatch(queries: queries.columns, gallery: gallery.columns) }
    guard count > 0 else { throw .badRank(count) }
    let table = ScoreTable(gallery: gallery, similarity: similarity)
    var lists: [[Neighbour]] = []
    lists.reserveCapacity(queries.rows)
    withUnsafeTemporaryAllocation(of: Double.self, capacity: ScoreTable.block * gallery.rows) { scores in
        for first in stride(from: 0, to: queries.rows, by: ScoreTable.block) {
            let block = min(ScoreTable.block, queries.rows - first)
            table.fill(scores, queries: queries, first: first, count: block)
            for query in 0..<block {
                lists.append(best(count, of: scores[(query * gallery.rows)..<((query + 1) * gallery.rows)]))
            }
        }
    }
    return lists
}

/// Keeps the best so far in order; a later equal score never passes an earlier one.
private func best(_ count: Int, of scores: Slice<UnsafeMutableBufferPointer<Double>>) -> [Neighbour] {
    var kept: [Neighbour] = []
    for (index, score) in scores.enumerated() {
        if kept.count == count {
            guard let worst = kept.last, score > worst.score else { continue }
            kept.removeLast()
        }
        let place = kept.firstIndex { $0.score < score } ?? kept.count
        kept.insert(Neighbour(index: index, score: score), at: place)
    }
    return kept
}
