public import Tensors

/// Items that lend their neighbourhood to others: what they are found by, and what is averaged.
public struct NeighbourBank: Sendable {
    /// What neighbours are found by, in cosine; `[items, key width]`.
    public let keys: Matrix
    /// What a neighbour contributes; `[items, value width]`.
    public let values: Matrix

    public init(keys: Matrix, values: Matrix) {
        precondition(keys.rows == values.rows, "\(keys.rows) keys for \(values.rows) values")
        self.keys = keys
        self.values = values
    }
}

/// Half of each item's own value and half of the mean over its `count` nearest items of the bank.
///
/// With training items in the bank this is inductive: a single query can be treated so. With the unlabelled test items of
/// the same modality it is transductive.
///
/// - Parameter excludingOwnRow: leaves row i out of item i's neighbours: the bank is the items themselves.
/// - Returns: `[items, value width]`; fewer neighbours than `count` are averaged where the bank is smaller, and none leave the value alone.
/// - Throws: ``RetrievalError`` as ``nearest(_:count:excludingOwnRow:)``.
public func meanProxies(
    of items: NeighbourBank, in bank: NeighbourBank, count: Int, excludingOwnRow: Bool = false
) throws(RetrievalError) -> Matrix {
    let scores = try SimilarityScores(queries: items.keys, gallery: bank.keys, similarity: .cosine)
    let lists = try nearest(scores, count: count, excludingOwnRow: excludingOwnRow)
    var proxies = items.values
    for (row, neighbours) in lists.enumerated() where !neighbours.isEmpty {
        for column in 0..<proxies.columns {
            let sum = neighbours.reduce(0.0) { $0 + Double(bank.values[$1.index, column]) }
            proxies[row, column] = Float((Double(items.values[row, column]) + sum / Double(neighbours.count)) / 2)
        }
    }
    return proxies
}

/// The rows at unit length; rows of zeros stay.
public func unitRows(_ matrix: Matrix) -> Matrix {
    var unit = matrix
    for row in 0..<matrix.rows {
        let norm = matrix.row(row).reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
        if norm > 0 { for column in 0..<matrix.columns { unit[row, column] = Float(Double(matrix[row, column]) / norm) } }
    }
    return unit
}
