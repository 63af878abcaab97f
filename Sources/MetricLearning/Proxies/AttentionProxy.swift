import Tensors

/// The anchor-aware proxy: multi-head attention with the anchor as query and its neighbours as keys and values, added to the
/// anchor (`residual`), or over anchor and neighbours without it (`pure`).
///
/// Parameters are those of torch.nn.MultiheadAttention, with its names and shapes.
///
/// **Source**: AADML, arXiv 2404.13789, equation 5; how the anchor itself enters is not stated there.
final class AttentionProxy: AnchorProxy {
    static let name = "attention"
    static let usualCombination = ProxyCombination.residual

    private let combine: ProxyCombination
    private let projection: Linear
    private let output: Linear
    private var attention: NeighbourAttention
    /// The batch, then neighbours from elsewhere.
    private var rows = Matrix(rows: 0, columns: 0)
    private var attended = Matrix(rows: 0, columns: 0)

    init(_ settings: ProxySettings, width: Int, name: String, seed: UInt64) {
        combine = settings.combine
        // Xavier-uniform on the stacked [3 width, width] matrix: sqrt(6 / (in + out))
        let stacked = (6 / Double(4 * width)).squareRoot()
        projection = Linear(
            weight: Parameter(name: "\(name).in_proj_weight", rows: 3 * width, columns: width, bound: stacked, seed: seed),
            bias: Parameter(name: "\(name).in_proj_bias", zeros: 3 * width))
        output = Linear(name: "\(name).out_proj", inputs: width, outputs: width, bound: 1 / Double(width).squareRoot(), seed: seed)
        attention = NeighbourAttention(heads: settings.heads, width: width, queries: 0, keys: width, values: 2 * width)
    }

    var parameters: [Parameter] { projection.parameters + output.parameters }

    func forward(_ embeddings: Matrix, neighbours: () -> Neighbourhood) -> Matrix {
        let neighbourhood = neighbours()
        rows = neighbourhood.rows
        let lists = combine == .residual ? neighbourhood.lists : neighbourhood.lists.includingSelf()
        attended = attention.forward(projection.forward(rows), lists: lists)
        var proxies = output.forward(attended)
        if combine == .residual { proxies.add(embeddings) }
        return proxies
    }

    func backward(_ gradient: Matrix) -> Matrix {
        output.accumulate(input: attended, gradient: gradient)
        var inner = Matrix(rows: gradient.rows, columns: gradient.columns)
        output.inputGradient(gradient, into: &inner)
        var projected = Matrix(rows: rows.rows, columns: 3 * gradient.columns)
        attention.backward(inner, addingTo: &projected)
        projection.accumulate(input: rows, gradient: projected)
        var result = combine == .residual ? gradient : Matrix(rows: gradient.rows, columns: gradient.columns)
        projection.inputGradient(projected.prefix(rows: gradient.rows), into: &result, keep: 1)
        return result
    }
}
