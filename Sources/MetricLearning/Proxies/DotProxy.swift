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

    init(_ settings: ProxySettings, width: Int, name: String, seed: UInt64) {
        combine = settings.combine
        attention = NeighbourAttention(heads: 1, width: width, queries: 0, keys: 0, values: 0)
    }

    func forward(_ embeddings: Matrix, neighbours: () -> NeighbourLists) -> Matrix {
        var proxies = attention.forward(embeddings, lists: neighbours().includingSelf())
        if combine == .residual { proxies.add(embeddings) }
        return proxies
    }

    func backward(_ gradient: Matrix) -> Matrix {
        var result = combine == .residual ? gradient : Matrix(rows: gradient.rows, columns: gradient.columns)
        attention.backward(gradient, addingTo: &result)
        return result
    }
}
