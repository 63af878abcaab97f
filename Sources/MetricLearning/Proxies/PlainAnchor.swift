import Tensors

/// No proxy: the anchor itself. The control every proxy is compared with.
final class PlainAnchor: AnchorProxy {
    static let name = "none"
    static let usualCombination = ProxyCombination.residual

    let parameters: [Parameter] = []

    init(_ settings: ProxySettings, width: Int, name: String, seed: UInt64) {}

    func forward(_ embeddings: Matrix, neighbours: () -> Neighbourhood) -> Matrix { embeddings }

    func backward(_ gradient: Matrix) -> Matrix { gradient }
}
