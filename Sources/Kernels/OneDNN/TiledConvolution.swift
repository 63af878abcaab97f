import Tensors
import Winograd

/// A convolution at stride 1 by ``MinimalFilter`` on every axis with 3, 5 or 7 taps: 3 x 3, 5 x 5, 1 x 7, 7 x 1, 1 x 3, 3 x 1.
///
/// The input of all tiles is transformed, block of channels by block; at each point a product with the transformed
/// filters follows, which is a 1 x 1 convolution by oneDNN; then the sums are transformed back, with bias and ReLU.
/// oneDNN's own Winograd kernels know 3 x 3 filters alone, and only in 2.x with AVX-512.
///
/// The transformed filters are four times the filters: 38 MB for 512 x 512 channels, which few tiles of one image read
/// slower than they compute. So the tiles of several images may share a product. It always has the tiles of all of
/// them, whatever stands in those that are not wanted: an image's bits depend on nothing else.
public final class TiledConvolution: LayerKernel {
    public let name: String
    public let scratchpadByteCount: Int
    public var images: Int { plan.images }
    public var implementation: String { "winograd tiles, products by \(products.first?.implementation ?? "nothing")" }

    let plan: TilePlan
    /// One for each point, row by row.
    let products: [CompiledKernel]
    let bias: [Float]

    /// Whether a convolution can be computed so.
    public static func canCompute(_ shape: ConvolutionShape) -> Bool {
        let block = ImageLayout.block
        return shape.stride == 1 && !shape.accumulates && shape.input.channels % block == 0 && shape.outputChannels % block == 0
            && filters(shape).map { $0.vertical != .identity || $0.horizontal != .identity } ?? false
    }

    private static func filters(_ shape: ConvolutionShape) -> (vertical: MinimalFilter, horizontal: MinimalFilter)? {
        guard let vertical = MinimalFilter(taps: shape.kernel.height, length: shape.output.height),
            let horizontal = MinimalFilter(taps: shape.kernel.width, length: shape.output.width)
        else { return nil }
        return (vertical, horizontal)
    }

    /// - Parameter images: images whose tiles share a product.
    /// - Throws: ``KernelError/oneDNN(call:status:what:)``, ``KernelError/unsuitableShape(layer:algorithm:)``.
    public init(
        _ shape: ConvolutionShape, weights: [Float], bias: [Float], relu: Bool, images: Int = 1, name: String
    ) throws(KernelError) {
        guard TiledConvolution.canCompute(shape), let filters = TiledConvolution.filters(shape) else {
            throw .unsuitableShape(layer: name, algorithm: ConvolutionAlgorithm.tiles.rawValue)
        }
        let (input, output, padding) = (shape.input, shape.output, shape.padding)
        let block = ImageLayout.block
        let layer = TilePlan.Layer(
            input: (input.channels / block, input.height, input.width), output: (output.channels / block, output.height, output.width),
            padding: (padding.height, padding.width), relu: relu)
        let plan = TilePlan(layer, block: block, vertical: filters.vertical, horizontal: filters.horizontal, images: images)
        let pixels = ImageShape(channels: shape.input.channels, height: 1, width: plan.tiles)
        let product = ConvolutionShape(
            input: pixels, outputChannels: shape.outputChannels, kernel: Extent(1), stride: 1, padding: Extent(0))
        let transformed = TiledConvolution.transform(weights, shape, plan)
        let zeros = [Float](repeating: 0, count: shape.outputChannels)
        var products: [CompiledKernel] = []
        for point in 0..<plan.points {
            products.append(try .convolution(
                product, source: .blocked, weights: transformed[point], bias: zeros, relu: false, algorithm: .direct,
                element: .float32, name: name))
        }
        self.name = name
        self.plan = plan
        self.products = products
        self.bias = bias
        scratchpadByteCount = plan.places.byteCount + (products.map(\.scratchpadByteCount).max() ?? 0)
    }

    public func makeInvocation() throws(KernelError) -> any LayerInvocation { try TiledInvocation(self) }

    /// For each point the weights of a 1 x 1 convolution, `[out, in]`; in double precision, rounded once.
    private static func transform(_ weights: [Float], _ shape: ConvolutionShape, _ plan: TilePlan) -> [[Float]] {
        let taps = shape.kernel.height * shape.kernel.width
        let pairs = shape.outputChannels * shape.input.channels
        return weights.withUnsafeBufferPointer { weights in
            plan.factors.map { factors in
                factors.withUnsafeBufferPointer { factors in
                    (0..<pairs).map { pair in
                        var sum = 0.0
                        for tap in 0..<taps { sum += factors[tap] * Double(weights[pair * taps + tap]) }
                        return Float(sum)
                    }
                }
            }
        }
    }
}
