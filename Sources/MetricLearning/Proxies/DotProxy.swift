import Tensors

/// Attention without parameters: the anchor attends over itself and its neighbours as they are, in one head.
///
/// `pure` is the attended vector alone; `residual` adds the anchor.
final class DotProxy: AnchorProxy {
    static let name = "dot"
    static let usualCombination = ProxyCombination.pure

    let parameters: [Parameter] = []
    private let combine: ProxyCombination
    private var attention: NeighbourAttention
    /// Of the batch and the neighbours from elsewhere.
    private var rows = 0

    init(_ settings: ProxySettings, width: Int, name: String, seed: UInt64) {
        combine = settings.combine
        attention = NeighbourAttention(heads: 1, width: width, queries: 0, keys: 0, values: 0)
    }

    func forward(_ embeddings: Matrix, neighbours: () -> Neighbourhood) -> Matrix {
        let neighbourhood = neighbours()
        rows = neighbourhood.rows.rows
        var proxies = attention.forward(neighbourhood.rows, lists: neighbourhood.lists.includingSelf())
        if combine == .residual { proxies.add(embeddings) }
        return proxies
    }

    func backward(_ gradient: Matrix) -> Matrix {
        var all = Matrix(rows: rows, columns: gradient.columns)
        attention.backward(gradient, addingTo: &all)
        var result = all.prefix(rows: gradient.rows)
        if combine == .residual { result.add(gradient) }
        return result
    }
}
