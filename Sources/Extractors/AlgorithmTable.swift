import Inference
import Kernels

/// Which algorithm and precision each layer of a network uses: looked up, never decided during a run, because another
/// algorithm gives other bits.
///
/// There are two classes of machines. Where oneDNN has Winograd convolutions in float32 (oneDNN 2.x with AVX-512) the
/// layers named in `winograd`, which measured faster with them there, use them. Everywhere else, and in bfloat16, all
/// layers are direct.
struct AlgorithmTable: Sendable {
    private let network: String
    private let layers: [String]
    private let precision: Precision
    private let winograd: Set<String>

    /// - Parameters:
    ///   - layers: all layers with weights, in order.
    ///   - winograd: those that are faster so on a machine that can.
    init(network: String, layers: [String], precision: Precision, winograd: Set<String>) {
        precondition(winograd.isSubset(of: layers), "\(network) has no layers \(winograd.subtracting(layers).sorted())")
        self.network = network
        self.layers = layers
        self.precision = precision
        self.winograd = precision == .float32 && OneDNN.hasWinograd ? winograd : []
    }

    func algorithm(of layer: String) -> ConvolutionAlgorithm { winograd.contains(layer) ? .winograd : .direct }

    /// A line a layer, for the fingerprint of features.
    var text: String {
        ([network] + layers.map { "\($0) \(algorithm(of: $0).rawValue) \(precision.rawValue)" }).joined(separator: "\n")
    }
}
