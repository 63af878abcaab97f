import Inference
import Kernels
import Testing

/// Graphs in which a residual's memory would be used wrongly. That the sums are right is tested in `LayerTests`.
@Suite struct ResidualTests {
    /// A convolution of 16 channels called 2001, whose output is to be the residual.
    static func start() -> (graph: NetworkGraph, residual: NetworkGraph.Activation) {
        var graph = NetworkGraph(input: ImageShape(channels: 2, height: 6, width: 6))
        let residual = graph.convolution("2001", graph.input, channels: 16, kernel: Extent(1))
        return (graph, residual)
    }

    /// A layer whose filter suits tiles, but whose result is added to a residual.
    @Test func otherAlgorithmsAreRefusedByLayer() {
        var (graph, residual) = Self.start()
        let branch = graph.convolution("3001", residual, channels: 16, kernel: Extent(3), padding: Extent(1))
        _ = graph.convolution("4001", branch, channels: 16, kernel: Extent(3), padding: Extent(1), adding: residual)
        #expect(throws: InferenceError.kernel(.unsuitableShape(layer: "4001", algorithm: "winograd-tiles"))) {
            try CompiledNetwork(
                graph, element: .float32, algorithm: { $0 == "4001" ? .tiles : .direct }, parameters: LayerTests.parameters(graph))
        }
    }

    @Test func aReplacedResidualIsNotReadAgain() async {
        await #expect(processExitsWith: .failure) {
            var (graph, residual) = ResidualTests.start()
            let branch = graph.convolution("3001", residual, channels: 16, kernel: Extent(1))
            _ = graph.convolution("4001", branch, channels: 16, kernel: Extent(1), adding: residual)
            _ = graph.globalAverage(residual)
        }
    }

    @Test func aResidualIsNotAddedTwice() async {
        await #expect(processExitsWith: .failure) {
            var (graph, residual) = ResidualTests.start()
            let branch = graph.convolution("3001", residual, channels: 16, kernel: Extent(1))
            _ = graph.convolution("4001", branch, channels: 16, kernel: Extent(1), adding: residual)
            _ = graph.convolution("5001", branch, channels: 16, kernel: Extent(1), adding: residual)
        }
    }

    @Test func aConvolutionDoesNotReadWhatItReplaces() async {
        await #expect(processExitsWith: .failure) {
            var (graph, residual) = ResidualTests.start()
            _ = graph.convolution("3001", residual, channels: 16, kernel: Extent(1), adding: residual)
        }
    }

    @Test func aResidualOfAnotherShapeIsRefused() async {
        await #expect(processExitsWith: .failure) {
            var (graph, residual) = ResidualTests.start()
            let branch = graph.convolution("3001", residual, channels: 16, kernel: Extent(1))
            _ = graph.convolution("4001", branch, channels: 32, kernel: Extent(1), adding: residual)
        }
    }

    @Test func theInputIsNoResidual() async {
        await #expect(processExitsWith: .failure) {
            var (graph, residual) = ResidualTests.start()
            _ = graph.convolution("3001", residual, channels: 2, kernel: Extent(1), adding: graph.input)
        }
    }

    @Test func residualsAndConcatenationsDoNotMix() async {
        await #expect(processExitsWith: .failure) {
            var (graph, residual) = ResidualTests.start()
            let branch = graph.convolution("3001", residual, channels: 16, kernel: Extent(1))
            _ = graph.concatenation([residual, branch])
            let other = graph.convolution("4001", graph.input, channels: 16, kernel: Extent(1))
            _ = graph.convolution("5001", other, channels: 16, kernel: Extent(1), adding: residual)
        }
        await #expect(processExitsWith: .failure) {
            var (graph, residual) = ResidualTests.start()
            let branch = graph.convolution("3001", residual, channels: 16, kernel: Extent(1))
            let sum = graph.convolution("4001", branch, channels: 16, kernel: Extent(1), adding: residual)
            _ = graph.concatenation([branch, sum])
        }
    }
}
