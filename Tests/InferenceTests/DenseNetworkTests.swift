import Inference
import Kernels
import Tensors
import Testing

@Suite struct DenseNetworkTests {
    /// Two layers against plain loops.
    @Test(arguments: ElementType.allCases) func agreesWithLoops(element: ElementType) throws {
        guard element == .float32 || OneDNN.hasBFloat16 else { return }
        let parameters = [
            "first": LayerParameters(weights: pattern(24 * 40, first: 1).map { $0 / 4 }, bias: pattern(24, first: 2001)),
            "second": LayerParameters(weights: pattern(8 * 24, first: 3001).map { $0 / 4 }, bias: pattern(8, first: 4001)),
        ]
        let network = try DenseNetwork(
            rows: 3, inputs: 40, layers: [.init(name: "first", outputs: 24), .init(name: "second", outputs: 8)], element: element,
            parameters: { parameters[$0] ?? LayerParameters(weights: [], bias: []) })
        let session = try DenseSession(network)
        let input = pattern(120, first: 5001)
        for index in input.indices { session.input.base[index] = input[index] }
        let output = Array(try session.run())
        for row in 0..<3 {
            var x = Array(input[(row * 40)..<((row + 1) * 40)])
            for name in ["first", "second"] {
                let layer = try #require(parameters[name])
                x = layer.bias.indices.map { o in
                    max(0, layer.bias[o] + x.indices.reduce(Float(0)) { $0 + x[$1] * layer.weights[o * x.count + $1] })
                }
            }
            for (value, expected) in zip(output[(row * 8)..<((row + 1) * 8)], x) {
                #expect(abs(value - expected) < (element == .float32 ? 1e-5 : 0.03))
            }
        }
    }
}
