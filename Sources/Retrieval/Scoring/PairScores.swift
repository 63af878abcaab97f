import Dispatch

/// A score for every query and gallery item; larger ranks first.
///
/// What is ranked are exact scores. Filling may write quick approximations of them, as long as it says how far off they
/// can be: the ranking asks for the exact score wherever an approximation does not settle the order.
public protocol PairScores: Sendable {
    var queryCount: Int { get }
    var galleryCount: Int { get }

    /// Writes the scores of some queries, query after query: `[range.count, galleryCount]`.
    func fill(_ scores: UnsafeMutableBufferPointer<Double>, queries range: Range<Int>)

    /// How far a score that ``fill(_:queries:)`` writes for this query may be from the exact one; 0 if it is exact.
    func error(ofQuery query: Int) -> Double

    /// The exact score of a pair.
    ///
    /// - Parameter written: what ``fill(_:queries:)`` wrote for it.
    func exact(query: Int, item: Int, written: Double) -> Double
}

extension PairScores {
    /// Filled scores are exact.
    public func error(ofQuery query: Int) -> Double { 0 }
    public func exact(query: Int, item: Int, written: Double) -> Double { written }
}

/// Scores that are worked out one query at a time.
protocol RowScores: PairScores {
    /// Writes one query's scores of the whole gallery.
    func fill(_ scores: UnsafeMutableBufferPointer<Double>, query: Int)
}

extension RowScores {
    public func fill(_ scores: UnsafeMutableBufferPointer<Double>, queries range: Range<Int>) {
        nonisolated(unsafe) let scores = scores   // each query writes its own row
        DispatchQueue.concurrentPerform(iterations: range.count) { index in
            let row = UnsafeMutableBufferPointer(rebasing: scores[(index * galleryCount)..<((index + 1) * galleryCount)])
            fill(row, query: range.lowerBound + index)
        }
    }
}
