/// Several measurements of one thing: the middle one, and how far they lie apart.
public struct Spread: Codable, Hashable, Sendable {
    public let median: Double
    public let least: Double
    public let most: Double
    public let runs: Int

    /// - Parameter values: at least one. The median of an even number is the mean of the two in the middle.
    public init(_ values: [Double]) {
        precondition(!values.isEmpty, "the spread of no measurement")
        let sorted = values.sorted()
        let middle = sorted.count / 2
        median = sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
        least = sorted[0]
        most = sorted[sorted.count - 1]
        runs = sorted.count
    }
}
