import Foundation
import Tensors

/// Scaled dot-product attention of each item over its own list of items, in one or more heads; no parameters.
///
/// Query i attends with `softmax_j(q_i . k_j / sqrt(head width))` over the j of its list; the output is the weighted sum of the
/// v_j. Queries, keys and values are column ranges of one matrix and may be the same range. An item without neighbours gets 0.
///
/// **Source**: Vaswani et al., arXiv 1706.03762, equation 1; projecting each row once and gathering by index gives the same
/// numbers as projecting gathered neighbours.
struct NeighbourAttention {
    let heads: Int
    /// Of the output, and of queries, keys and values each.
    let width: Int
    /// First column of the queries, keys and values.
    let queries: Int
    let keys: Int
    let values: Int

    private var lists = NeighbourLists([])
    private var projected = Matrix(rows: 0, columns: 0)
    /// Attention weight by place in the lists and head: `[edges, heads]`.
    private var weights: [Float] = []

    init(heads: Int, width: Int, queries: Int, keys: Int, values: Int) {
        precondition(width % heads == 0, "\(heads) heads do not divide a width of \(width)")
        (self.heads, self.width, self.queries, self.keys, self.values) = (heads, width, queries, keys, values)
    }

    private var headWidth: Int { width / heads }
    private var scale: Float { 1 / Float(headWidth).squareRoot() }

    /// - Parameter projected: `[items, columns]` with the queries, keys and values.
    /// - Returns: `[lists, width]`; items beyond the lists are only neighbours.
    mutating func forward(_ projected: Matrix, lists: NeighbourLists) -> Matrix {
        self.lists = lists
        self.projected = projected
        weights = [Float](repeating: 0, count: lists.indices.count * heads)
        var output = Matrix(rows: lists.count, columns: width)
        var scores = [Float](repeating: 0, count: longestList)
        projected.values.withUnsafeBufferPointer { rows in
            output.values.withUnsafeMutableBufferPointer { output in
                for item in 0..<lists.count {
                    for head in 0..<heads { attend(item, head, rows, &scores, output) }
                }
            }
        }
        return output
    }

    private mutating func attend(
        _ item: Int, _ head: Int, _ rows: UnsafeBufferPointer<Float>, _ scores: inout [Float], _ output: UnsafeMutableBufferPointer<Float>
    ) {
        let edges = lists.starts[item]..<lists.starts[item + 1]
        let columns = projected.columns
        let query = item * columns + queries + head * headWidth
        for (place, edge) in edges.enumerated() {
            let key = lists.indices[edge] * columns + keys + head * headWidth
            var dot: Float = 0
            for column in 0..<headWidth { dot += rows[query + column] * rows[key + column] }
            scores[place] = dot * scale
        }
        scores.withUnsafeMutableBufferPointer { _ = softmax(UnsafeMutableBufferPointer(rebasing: $0[..<edges.count])) }
        let target = item * width + head * headWidth
        for (place, edge) in edges.enumerated() {
            weights[edge * heads + head] = scores[place]
            let value = lists.indices[edge] * columns + values + head * headWidth
            for column in 0..<headWidth { output[target + column] += scores[place] * rows[value + column] }
        }
    }

    /// Adds the gradients of the queries, keys and values to the columns of `result` they stand in.
    ///
    /// One item may be in many lists; its sums run over the items in order, so they are reproducible.
    /// - Parameter gradient: of the output, `[items, width]`.
    func backward(_ gradient: Matrix, addingTo result: inout Matrix) {
        var slopes = [Float](repeating: 0, count: longestList)
        projected.values.withUnsafeBufferPointer { rows in
            gradient.values.withUnsafeBufferPointer { gradient in
                result.values.withUnsafeMutableBufferPointer { result in
                    for item in 0..<lists.count {
                        for head in 0..<heads { descend(item, head, rows, gradient, &slopes, result) }
                    }
                }
            }
        }
    }

    private func descend(
        _ item: Int, _ head: Int, _ rows: UnsafeBufferPointer<Float>, _ gradient: UnsafeBufferPointer<Float>,
        _ slopes: inout [Float], _ result: UnsafeMutableBufferPointer<Float>
    ) {
        let edges = lists.starts[item]..<lists.starts[item + 1]
        let columns = projected.columns
        let incoming = item * width + head * headWidth
        var expected: Float = 0
        for (place, edge) in edges.enumerated() {
            let value = lists.indices[edge] * columns + values + head * headWidth
            let weight = weights[edge * heads + head]
            var dot: Float = 0
            for column in 0..<headWidth {
                dot += gradient[incoming + column] * rows[value + column]
                result[value + column] += weight * gradient[incoming + column]
            }
            slopes[place] = dot
            expected += weight * dot
        }
        let query = item * columns + queries + head * headWidth
        for (place, edge) in edges.enumerated() {
            let key = lists.indices[edge] * columns + keys + head * headWidth
            let slope = weights[edge * heads + head] * (slopes[place] - expected) * scale
            for column in 0..<headWidth {
                result[query + column] += slope * rows[key + column]
                result[key + column] += slope * rows[query + column]
            }
        }
    }

    private var longestList: Int { (0..<lists.count).map { lists.starts[$0 + 1] - lists.starts[$0] }.max() ?? 0 }
}
