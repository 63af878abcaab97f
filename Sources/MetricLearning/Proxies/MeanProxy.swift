import Tensors

/// The mean of the neighbours: halved with the anchor (`residual`), or over anchor and neighbours alike (`pure`). An anchor
/// without neighbours is its own proxy.
final class MeanProxy: AnchorProxy {
    static let name = "mean"
    static let usualCombination = ProxyCombination.residual

    let parameters: [Parameter] = []
    private let combine: ProxyCombination
    private var lists = NeighbourLists([])

    init(_ settings: ProxySettings, width: Int, name: String, seed: UInt64) { combine = settings.combine }

    func forward(_ embeddings: Matrix, neighbours: () -> Neighbourhood) -> Matrix {
        let neighbourhood = neighbours()
        lists = neighbourhood.lists
        var proxies = Matrix(rows: embeddings.rows, columns: embeddings.columns)
        for item in 0..<embeddings.rows {
            let weights = weights(of: item)
            proxies.addRow(item, of: embeddings, item, times: weights.own)
            for other in lists.neighbours(of: item) { proxies.addRow(item, of: neighbourhood.rows, other, times: weights.neighbour) }
        }
        return proxies
    }

    func backward(_ gradient: Matrix) -> Matrix {
        var result = Matrix(rows: gradient.rows, columns: gradient.columns)
        for item in 0..<gradient.rows {
            let weights = weights(of: item)
            result.addRow(item, of: gradient, item, times: weights.own)
            for other in lists.neighbours(of: item) where other < gradient.rows { result.addRow(other, of: gradient, item, times: weights.neighbour) }
        }
        return result
    }

    private func weights(of item: Int) -> (own: Float, neighbour: Float) {
        let count = Float(lists.neighbours(of: item).count)
        guard count > 0 else { return (1, 0) }
        return combine == .residual ? (0.5, 0.5 / count) : (1 / (count + 1), 1 / (count + 1))
    }
}

extension Matrix {
    /// `self[row] += factor * other[source]`.
    fileprivate mutating func addRow(_ row: Int, of other: Matrix, _ source: Int, times factor: Float) {
        let width = columns
        other.values.withUnsafeBufferPointer { from in
            values.withUnsafeMutableBufferPointer { to in
                for column in 0..<width { to[row * width + column] += factor * from[source * width + column] }
            }
        }
    }
}
