public import Clips
public import Tensors

/// The embeddings of one modality of one clip, in time order.
public struct EmbeddedRows: Hashable, Sendable {
    /// One embedding a row.
    public let rows: Matrix
    /// The stretch of the clip that each row stands for.
    public let times: [Interval]

    public init(rows: Matrix, times: [Interval]) {
        precondition(rows.rows == times.count, "\(rows.rows) rows with \(times.count) times")
        self.rows = rows
        self.times = times
    }
}
