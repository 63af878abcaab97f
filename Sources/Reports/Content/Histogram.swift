/// Counts over neighbouring bins of one quantity.
public struct Histogram: Sendable {
    public let title: String
    /// What is binned, with its unit: `duration (s)`.
    public let quantity: String
    /// What is counted: `clips`.
    public let counted: String
    /// The bins' borders, ascending; one more than `counts`. Bin i runs from `edges[i]` to `edges[i + 1]`.
    public let edges: [Double]
    public let counts: [Int]

    /// - Precondition: there is one more edge than there are counts, or neither.
    public init(title: String, quantity: String, counted: String = "clips", edges: [Double], counts: [Int]) {
        precondition(edges.count == counts.count + 1 || (edges.isEmpty && counts.isEmpty), "one more edge than counts")
        self.title = title
        self.quantity = quantity
        self.counted = counted
        self.edges = edges
        self.counts = counts
    }
}
