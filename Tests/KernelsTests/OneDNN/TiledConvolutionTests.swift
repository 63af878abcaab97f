import Kernels
import Testing

@Suite struct TiledConvolutionTests {
    struct Case: CustomTestStringConvertible {
        let kernel: Extent
        let padding: Extent
        let height: Int
        let width: Int
        var testDescription: String { "\(kernel.height) x \(kernel.width) on \(height) x \(width)" }
    }

    /// Every filter of the networks, on images that tiles fit and do not fit, and one so large that it is cut into strips.
    static let cases = [
        Case(kernel: Extent(3), padding: Extent(1), height: 12, width: 8),
        Case(kernel: Extent(3), padding: Extent(1), height: 35, width: 35),
        Case(kernel: Extent(3), padding: Extent(0), height: 13, width: 11),
        Case(kernel: Extent(3), padding: Extent(1), height: 150, width: 147),
        Case(kernel: Extent(5), padding: Extent(2), height: 35, width: 35),
        Case(kernel: Extent(height: 1, width: 7), padding: Extent(height: 0, width: 3), height: 17, width: 17),
        Case(kernel: Extent(height: 7, width: 1), padding: Extent(height: 3, width: 0), height: 17, width: 17),
        Case(kernel: Extent(height: 1, width: 3), padding: Extent(height: 0, width: 1), height: 8, width: 8),
        Case(kernel: Extent(height: 3, width: 1), padding: Extent(height: 1, width: 0), height: 8, width: 8),
        Case(kernel: Extent(3), padding: Extent(1), height: 1, width: 2),
    ]

    /// oneDNN's direct convolution is itself checked against SciPy.
    @Test(arguments: cases) func agreesWithDirect(one: Case) throws {
        let shape = ConvolutionShape(
            input: ImageShape(channels: 32, height: one.height, width: one.width), outputChannels: 48, kernel: one.kernel,
            stride: 1, padding: one.padding)
        let weights = pattern(shape.weightShape.reduce(1, *), first: 5001)
        let bias = pattern(48, first: 9001)
        let input = pattern(shape.input.elementCount, first: 1)
        let direct = try CompiledKernel.convolution(
            shape, source: .blocked, weights: weights, bias: bias, relu: true, algorithm: .direct, element: .float32, name: "direct")
        let tiles = try TiledConvolution(shape, weights: weights, bias: bias, relu: true, name: "tiles")
        let expected = try run(direct, input, count: shape.output.elementCount)
        let found = try run(tiles, input, count: shape.output.elementCount)
        let error = zip(found, expected).reduce(0) { $0 + Double($1.0 - $1.1) * Double($1.0 - $1.1) }
        let size = expected.reduce(0) { $0 + Double($1) * Double($1) }
        #expect(size > 0 && (error / size).squareRoot() < 2e-5)
    }

    /// Five images share a product: each has the bits it has in another place and beside others, also where some are missing.
    @Test func imagesThatShareAProductDoNotTouchEachOther() throws {
        let shape = ConvolutionShape(
            input: ImageShape(channels: 32, height: 12, width: 8), outputChannels: 48, kernel: Extent(3), stride: 1, padding: Extent(1))
        let (weights, bias) = (pattern(48 * 32 * 9, first: 5001), pattern(48, first: 9001))
        let images = (0..<5).map { pattern(shape.input.elementCount, first: 1000 * $0) }
        let together = try TiledConvolution(shape, weights: weights, bias: bias, relu: true, images: 5, name: "together")
        let found = try run(together, images, count: shape.output.elementCount)
        #expect(try run(together, [images[4], images[1]], count: shape.output.elementCount) == [found[4], found[1]])
        let alone = try TiledConvolution(shape, weights: weights, bias: bias, relu: true, name: "alone")
        for (image, expected) in zip(found, try images.map { try run(alone, $0, count: shape.output.elementCount) }) {
            #expect(expected.max() ?? 0 > 0 && zip(image, expected).allSatisfy { abs($0 - $1) <= 1e-5 * max(1, abs($1)) })
        }
    }

    @Test func otherShapesAreRefused() {
        let shape = ConvolutionShape(
            input: ImageShape(channels: 32, height: 9, width: 9), outputChannels: 32, kernel: Extent(3), stride: 2, padding: Extent(0))
        #expect(!TiledConvolution.canCompute(shape))
        let error = #expect(throws: KernelError.self) {
            try TiledConvolution(
                shape, weights: pattern(32 * 32 * 9, first: 1), bias: pattern(32, first: 1), relu: true, name: "Conv2d_9z")
        }
        #expect(error?.description.hasPrefix("Conv2d_9z: its filter, stride") == true)
    }
}
