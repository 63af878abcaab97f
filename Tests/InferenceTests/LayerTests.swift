import Foundation
@testable import Inference
import Kernels
import Testing

/// Single layers and two small networks, with branches and with residuals, against PyTorch
/// (Tests/References/networks_layers.py).
@Suite struct LayerTests {
    struct Golden: Decodable, Sendable, CustomTestStringConvertible {
        let name: String
        let height: Int
        let width: Int
        let shape: [Int]
        let values: [Double]

        var testDescription: String { name }
    }

    static let golden: [Golden] = {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        do {
            return try JSONDecoder().decode([Golden].self, from: Data(contentsOf: folder.appending(path: "Golden/layers.json")))
        } catch {
            fatalError("Golden/layers.json: \(error)")
        }
    }()

    typealias Build = @Sendable (inout NetworkGraph, NetworkGraph.Activation) -> NetworkGraph.Activation

    /// A convolution's name is the number at which the script's `pattern` starts its weights.
    static let networks: [String: Build] = [
        "convolution 3x3": { $0.convolution("3001", $1, channels: 16, kernel: Extent(3), padding: Extent(1)) },
        "convolution 3x3 stride 2": { $0.convolution("3001", $1, channels: 16, kernel: Extent(3), stride: 2) },
        "convolution 1x7": {
            $0.convolution("3001", $1, channels: 16, kernel: Extent(height: 1, width: 7), padding: Extent(height: 0, width: 3))
        },
        "convolution 7x1": {
            $0.convolution("3001", $1, channels: 16, kernel: Extent(height: 7, width: 1), padding: Extent(height: 3, width: 0))
        },
        "convolution 5x5": { $0.convolution("3001", $1, channels: 16, kernel: Extent(5), padding: Extent(2)) },
        "maximum 3 stride 2, odd side": { $0.pooling(.maximum, $1, window: Extent(3), stride: 2) },
        "maximum 3 stride 2, even side": { $0.pooling(.maximum, $1, window: Extent(3), stride: 2) },
        "maximum 2 stride 2, odd side": { $0.pooling(.maximum, $1, window: Extent(2), stride: 2) },
        "convolution without ReLU": { $0.convolution("3001", $1, channels: 16, kernel: Extent(3), padding: Extent(1), relu: false) },
        "convolution 3x3 with residual": { graph, x in
            let residual = graph.pooling(.maximum, x, window: Extent(3), stride: 1, padding: 1)
            return graph.convolution("3001", x, channels: 32, kernel: Extent(3), padding: Extent(1), adding: residual)
        },
        "residual without ReLU": { graph, x in
            let residual = graph.pooling(.maximum, x, window: Extent(3), stride: 1, padding: 1)
            return graph.convolution("3001", x, channels: 32, kernel: Extent(1), adding: residual, relu: false)
        },
        "maximum 3 stride 2 padded, odd side": { $0.pooling(.maximum, $1, window: Extent(3), stride: 2, padding: 1) },
        "maximum 3 stride 2 padded, even side": { $0.pooling(.maximum, $1, window: Extent(3), stride: 2, padding: 1) },
        "maximum 3 stride 1 padded": { $0.pooling(.maximum, $1, window: Extent(3), stride: 1, padding: 1) },
        "average counting padding": { $0.pooling(.averageCountingPadding, $1, window: Extent(3), stride: 1, padding: 1) },
        "average without padding": { $0.pooling(.averageWithoutPadding, $1, window: Extent(3), stride: 1, padding: 1) },
        "global average": { $0.globalAverage($1) },
        "branches": { graph, x in
            graph.beginStage()
            let left = graph.convolution("3001", x, channels: 16, kernel: Extent(1))
            let middle = graph.convolution("4001", x, channels: 16, kernel: Extent(3), padding: Extent(1))
            graph.beginStage()
            let fork = graph.concatenation([
                graph.convolution("5001", middle, channels: 16, kernel: Extent(height: 1, width: 3), padding: Extent(height: 0, width: 1)),
                graph.convolution("6001", middle, channels: 16, kernel: Extent(height: 3, width: 1), padding: Extent(height: 1, width: 0)),
            ])
            let averaged = graph.pooling(.averageWithoutPadding, x, window: Extent(3), stride: 1, padding: 1)
            let pooled = graph.convolution("7001", averaged, channels: 16, kernel: Extent(1))
            let whole = graph.concatenation([left, fork, pooled])
            return graph.convolution("8001", whole, channels: 16, kernel: Extent(3), stride: 2)
        },
        "residual blocks": { graph, x in
            var y = bottleneck(&graph, x, outputs: 32, stride: 1, first: 100_001)
            y = bottleneck(&graph, y, outputs: 64, stride: 2, first: 200_001)
            graph.beginStage()
            y = bottleneck(&graph, y, outputs: 64, stride: 1, first: 300_001)
            graph.beginStage()
            y = bottleneck(&graph, y, outputs: 64, stride: 1, first: 400_001)
            return graph.pooling(.maximum, y, window: Extent(3), stride: 2, padding: 1)
        },
    ]

    /// The script's `bottleneck`.
    static func bottleneck(
        _ graph: inout NetworkGraph, _ x: NetworkGraph.Activation, outputs: Int, stride: Int, first: Int
    ) -> NetworkGraph.Activation {
        var y = graph.convolution("\(first)", x, channels: 16, kernel: Extent(1))
        y = graph.convolution("\(first + 10_000)", y, channels: 16, kernel: Extent(3), stride: stride, padding: Extent(1))
        var residual = x
        if x.shape.channels != outputs {
            residual = graph.convolution("\(first + 20_000)", x, channels: outputs, kernel: Extent(1), stride: stride, relu: false)
        }
        return graph.convolution("\(first + 30_000)", y, channels: outputs, kernel: Extent(1), adding: residual)
    }

    /// The script's `filters`.
    static func parameters(_ graph: NetworkGraph) -> (String) -> LayerParameters {
        let shapes = Dictionary(uniqueKeysWithValues: graph.convolutions.map { ($0.name, $0.shape) })
        return { name in
            guard let shape = shapes[name], let first = Int(name) else { fatalError("no layer \(name)") }
            let scale = (2 / Double(shape.input.channels * shape.kernel.height * shape.kernel.width)).squareRoot()
            return LayerParameters(
                weights: pattern(shape.weightShape.reduce(1, *), first: first).map { Float(Double($0) * scale) },
                bias: pattern(shape.outputChannels, first: first + 1000).map { $0 / 4 })
        }
    }

    static func network(_ golden: Golden, _ element: ElementType) throws -> CompiledNetwork {
        let build = try #require(networks[golden.name])
        var graph = NetworkGraph(input: ImageShape(channels: 2, height: golden.height, width: golden.width))
        graph.beginStage()
        let x = graph.convolution("2001", graph.input, channels: 32, kernel: Extent(1))
        let y = build(&graph, x)
        #expect([y.shape.channels, y.shape.height, y.shape.width] == golden.shape)
        return try CompiledNetwork(graph, element: element, algorithm: { _ in .direct }, parameters: parameters(graph))
    }

    static func run(_ network: CompiledNetwork, _ input: [Float], count: Int, capacity: Int) throws -> [Float] {
        var output = [Float](repeating: .nan, count: count * network.output.elementCount)
        try NetworkSession(network, capacity: capacity).run(input, count: count, into: &output)
        return output
    }

    @Test(arguments: golden) func agreesWithPyTorch(golden: Golden) throws {
        let network = try Self.network(golden, .float32)
        let output = try Self.run(network, pattern(network.input.elementCount, first: 1), count: 1, capacity: 1)
        for (value, expected) in zip(output, golden.values) { #expect(abs(Double(value) - expected) < 1e-5) }
    }

    @Test(.enabled(if: OneDNN.hasBFloat16), arguments: golden) func isNearPyTorchInBfloat16(golden: Golden) throws {
        let network = try Self.network(golden, .bfloat16)
        let output = try Self.run(network, pattern(network.input.elementCount, first: 1), count: 1, capacity: 1)
        let error = zip(output, golden.values).reduce(0) { $0 + (Double($1.0) - $1.1) * (Double($1.0) - $1.1) }
        #expect((error / golden.values.reduce(0) { $0 + $1 * $1 }).squareRoot() < 0.02)
    }

    /// However many images there are and whichever group they fall into, an image's bits are its own.
    @Test(arguments: ElementType.allCases, ["branches", "residual blocks"])
    func imagesDoNotTouchEachOther(element: ElementType, name: String) throws {
        guard element == .float32 || OneDNN.hasBFloat16 else { return }
        let golden = try #require(Self.golden.first { $0.name == name })
        let network = try Self.network(golden, element)
        let count = 7, size = network.input.elementCount
        let images = pattern(count * size, first: 1)
        let together = try Self.run(network, images, count: count, capacity: 3)
        let width = network.output.elementCount
        for image in 0..<count {
            let alone = try Self.run(network, Array(images[(image * size)..<((image + 1) * size)]), count: 1, capacity: 1)
            #expect(alone == Array(together[(image * width)..<((image + 1) * width)]))
        }
    }

    @Test func refusesPartsThatDoNotFillTheirBlocks() throws {
        var graph = NetworkGraph(input: ImageShape(channels: 2, height: 4, width: 4))
        let odd = graph.convolution("2001", graph.input, channels: 20, kernel: Extent(1))
        let even = graph.convolution("3001", graph.input, channels: 16, kernel: Extent(1))
        let whole = graph.concatenation([odd, even])
        _ = graph.globalAverage(whole)
        #expect(throws: InferenceError.unalignedConcatenation(channels: [20, 16], block: ImageLayout.block)) {
            try CompiledNetwork(graph, element: .float32, algorithm: { _ in .direct }, parameters: Self.parameters(graph))
        }
    }
}
