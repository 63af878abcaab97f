import Kernels
import Testing

@Suite struct ConvolutionTests {
    @Test(arguments: Golden.kernels.convolutions) func agreesWithSciPy(golden: Golden.Convolution) throws {
        let shape = ConvolutionShape(
            input: ImageShape(channels: golden.channels, height: golden.height, width: golden.width), outputChannels: golden.outputs,
            kernel: Extent(height: golden.kernel[0], width: golden.kernel[1]), stride: golden.stride,
            padding: Extent(height: golden.padding[0], width: golden.padding[1]))
        #expect([shape.output.channels, shape.output.height, shape.output.width] == golden.shape)
        let kernel = try CompiledKernel.convolution(
            shape, source: .planes, weights: pattern(shape.weightShape.reduce(1, *), first: 5001),
            bias: pattern(golden.outputs, first: 9001), relu: true, algorithm: .direct, element: .float32, name: "test")
        let format = ImageFormat(shape.output, .blocked, .float32)
        let blocked = try run(kernel, pattern(shape.input.elementCount, first: 1), count: format.byteCount / 4)
        for (value, expected) in zip(try planes(blocked, shape.output), golden.values) { #expect(abs(Double(value) - expected) < 1e-4) }
    }

    @Test(.enabled(if: OneDNN.hasWinograd)) func winogradAgreesWithDirect() throws {
        let shape = ConvolutionShape(
            input: ImageShape(channels: 64, height: 12, width: 8), outputChannels: 64, kernel: Extent(3), stride: 1, padding: Extent(1))
        let results = try [ConvolutionAlgorithm.direct, .winograd].map { algorithm in
            let kernel = try CompiledKernel.convolution(
                shape, source: .blocked, weights: pattern(shape.weightShape.reduce(1, *), first: 5001),
                bias: pattern(64, first: 9001), relu: true, algorithm: algorithm, element: .float32, name: "test")
            return try run(kernel, pattern(shape.input.elementCount, first: 1), count: shape.output.elementCount)
        }
        let (direct, winograd) = (results[0], results[1])
        #expect(direct.contains { $0 > 0 })
        for (a, b) in zip(direct, winograd) { #expect(abs(a - b) < 1e-3) }
    }

    /// What the destination holds is added before the ReLU.
    @Test func accumulatesOntoTheDestination() throws {
        let image = ImageShape(channels: 16, height: 5, width: 4)
        func shape(_ accumulates: Bool) -> ConvolutionShape {
            ConvolutionShape(
                input: image, outputChannels: 32, kernel: Extent(3), stride: 1, padding: Extent(1), accumulates: accumulates)
        }
        func result(_ accumulates: Bool, relu: Bool, holding held: [Float]) throws -> [Float] {
            let kernel = try ConvolutionAlgorithm.direct.kernel(
                shape(accumulates), source: .blocked, weights: pattern(32 * 16 * 9, first: 5001), bias: pattern(32, first: 9001),
                relu: relu, element: .float32, name: "test")
            return try run(kernel, pattern(image.elementCount, first: 1), count: held.count, holding: held)
        }
        let held = pattern(32 * 5 * 4, first: 20_001)
        let plain = try result(false, relu: false, holding: held)
        let sums = try result(true, relu: true, holding: held)
        #expect(plain.contains { $0 < 0 } && sums.contains(0) && sums.contains { $0 > 0 })
        for index in sums.indices { #expect(abs(sums[index] - max(0, plain[index] + held[index])) < 1e-5) }
    }

    @Test(arguments: [ConvolutionAlgorithm.winograd, .tiles]) func onlyDirectAccumulates(algorithm: ConvolutionAlgorithm) {
        let shape = ConvolutionShape(
            input: ImageShape(channels: 32, height: 12, width: 8), outputChannels: 32, kernel: Extent(3), stride: 1, padding: Extent(1),
            accumulates: true)
        #expect(!algorithm.canCompute(shape) && ConvolutionAlgorithm.direct.canCompute(shape))
        #expect(throws: KernelError.unsuitableShape(layer: "layer1.0.conv3", algorithm: algorithm.rawValue)) {
            try algorithm.kernel(
                shape, source: .blocked, weights: pattern(32 * 32 * 9, first: 1), bias: pattern(32, first: 1), relu: true,
                element: .float32, name: "layer1.0.conv3")
        }
    }

    @Test func errorNamesLayerAndCall() {
        let shape = ConvolutionShape(
            input: ImageShape(channels: 16, height: 9, width: 9), outputChannels: 16, kernel: Extent(5), stride: 2, padding: Extent(0))
        let error = #expect(throws: KernelError.self) {
            try CompiledKernel.convolution(
                shape, source: .blocked, weights: pattern(shape.weightShape.reduce(1, *), first: 1), bias: pattern(16, first: 1),
                relu: true, algorithm: .winograd, element: .float32, name: "Conv2d_9z")
        }
        #expect(error?.description.hasPrefix("Conv2d_9z: oneDNN's convolution (winograd, float32) failed") == true)
    }
}
