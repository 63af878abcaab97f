import Inference
import Kernels

/// Which algorithm and precision each layer of a network uses: looked up, never decided during a run, because another
/// algorithm gives other bits.
struct AlgorithmTable: Sendable {
    private let title: String
    private var layers: [String]
    private let precisions: [String: Precision]
    private let algorithms: [String: ConvolutionAlgorithm]

    /// - Parameters:
    ///   - title: the first line of ``text``.
    ///   - layers: all layers with weights, in order.
    ///   - precision: of a layer.
    ///   - network: its name in a file of choices.
    init(
        title: String, layers: [String], precision: (String) -> Precision, network: String, choices: AlgorithmChoices,
        committed: CommittedAlgorithms
    ) {
        precondition(committed.all.isSubset(of: layers), "\(network) has no layers \(committed.all.subtracting(layers).sorted())")
        self.title = title
        self.layers = layers
        precisions = Dictionary(layers.map { ($0, precision($0)) }, uniquingKeysWith: { first, _ in first })
        algorithms = Dictionary(
            layers.filter { precision($0) == .float32 }.map { ($0, choices.algorithm(of: $0, in: network, committed: committed)) },
            uniquingKeysWith: { first, _ in first })
    }

    /// The table of a network that is made of some of the layers.
    func keeping(_ kept: [String]) -> AlgorithmTable {
        var table = self
        table.layers = kept
        return table
    }

    func algorithm(of layer: String) -> ConvolutionAlgorithm { algorithms[layer] ?? .direct }

    /// A line a layer, for the fingerprint of features.
    var text: String {
        ([title] + layers.map { "\($0) \(algorithm(of: $0).recipe) \(precisions[$0]?.rawValue ?? "")" }).joined(separator: "\n")
    }
}
