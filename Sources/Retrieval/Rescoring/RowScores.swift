import Dispatch

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
