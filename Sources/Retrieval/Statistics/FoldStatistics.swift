/// Mean and deviation of a figure over folds or seeds.
public struct FoldStatistics: Hashable, Sendable, Codable {
    public let mean: Double
    /// Sample standard deviation, with n - 1; nil of a single value.
    public let standardDeviation: Double?
    public let count: Int

    /// - Throws: ``RetrievalError/empty(side:)`` without values.
    public init(_ values: [Double]) throws(RetrievalError) {
        guard !values.isEmpty else { throw .empty(side: "folds") }
        let mean = values.reduce(0, +) / Double(values.count)
        self.mean = mean
        count = values.count
        let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        standardDeviation = values.count > 1 ? (squares / Double(values.count - 1)).squareRoot() : nil
    }

    /// Of the mean: the deviation over the root of the count.
    public var standardError: Double? { standardDeviation.map { $0 / Double(count).squareRoot() } }
}
