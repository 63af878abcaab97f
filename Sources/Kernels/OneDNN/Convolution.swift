import COneDNN

/// How a convolution is computed.
public enum ConvolutionAlgorithm: String, Hashable, Sendable, CaseIterable {
    /// Products and sums as the definition has them.
    case direct
    /// oneDNN's kernels for Winograd's minimal filtering for 3 x 3 filters at stride 1 (Lavin and Gray, arXiv:1509.09308): fewer products,
    /// a relative error of about 1e-5 instead of 1e-7.
    case winograd
    /// The same idea for 3, 5 and 7 taps along an axis, computed here with oneDNN's products: ``TiledConvolution``. On any CPU.
    case tiles = "winograd-tiles"

    /// What decides a layer's bits, for a fingerprint: the number counts the ways in which tiles have been chosen.
    public var recipe: String { self == .tiles ? "\(rawValue)-2" : rawValue }
}

extension ConvolutionAlgorithm {
    /// Whether this machine can compute a convolution so, in float32 on blocks of channels.
    public func canCompute(_ shape: ConvolutionShape) -> Bool {
        switch self {
        case .direct: true
        case .tiles: TiledConvolution.canCompute(shape)
        case .winograd:
            !shape.accumulates && shape.input.channels % ImageLayout.block == 0
                && (try? ConvolutionDescription(shape, source: .blocked, .winograd, .float32, name: "probe")) != nil
        }
    }

    /// A convolution made ready to be computed so; as ``CompiledKernel/convolution(_:source:weights:bias:relu:algorithm:element:name:)``.
    ///
    /// - Parameter images: images that ``tiles`` computes together; the other algorithms compute one.
    /// - Throws: ``KernelError/oneDNN(call:status:what:)``, ``KernelError/unsuitableShape(layer:algorithm:)``, the latter also
    ///   where another algorithm than ``direct`` would have to add to what the destination holds.
    public func kernel(
        _ shape: ConvolutionShape, source: ImageLayout, weights: [Float], bias: [Float], relu: Bool, images: Int = 1,
        element: ElementType, name: String
    ) throws(KernelError) -> any LayerKernel {
        guard self == .direct || !shape.accumulates else { throw .unsuitableShape(layer: name, algorithm: rawValue) }
        guard self == .tiles else {
            return try CompiledKernel.convolution(
                shape, source: source, weights: weights, bias: bias, relu: relu, algorithm: self, element: element, name: name)
        }
        guard source == .blocked, element == .float32 else { throw .unsuitableShape(layer: name, algorithm: rawValue) }
        return try TiledConvolution(shape, weights: weights, bias: bias, relu: relu, images: images, name: name)
    }
}

/// What a convolution does to one image.
public struct ConvolutionShape: Hashable, Sendable {
    public let input: ImageShape
    public let outputChannels: Int
    public let kernel: Extent
    public let stride: Int
    /// Zeros at each side.
    public let padding: Extent
    /// Whether the result is added to what the destination holds instead of replacing it: a residual connection. A ReLU
    /// comes after the addition.
    public let accumulates: Bool

    public init(
        input: ImageShape, outputChannels: Int, kernel: Extent, stride: Int, padding: Extent, accumulates: Bool = false
    ) {
        self.input = input
        self.outputChannels = outputChannels
        self.kernel = kernel
        self.stride = stride
        self.padding = padding
        self.accumulates = accumulates
    }

    public var output: ImageShape {
        ImageShape(
            channels: outputChannels,
            height: (input.height + 2 * padding.height - kernel.height) / stride + 1,
            width: (input.width + 2 * padding.width - kernel.width) / stride + 1)
    }

    /// `[out, in, height, width]`
    public var weightShape: [Int] { [outputChannels, input.channels, kernel.height, kernel.width] }
}

/// A convolution with bias, and perhaps an addition and a ReLU, as oneDNN describes it, and the layout it wants its weights in.
struct ConvolutionDescription {
    let primitive: PrimitiveDescription

    init(
        _ shape: ConvolutionShape, source layout: ImageLayout, _ algorithm: ConvolutionAlgorithm, _ element: ElementType,
        relu: Bool = true, name: String
    ) throws(KernelError) {
        let source = try TensorLayout(ImageFormat(shape.input, layout, element), name: name)
        let destination = try TensorLayout(ImageFormat(shape.output, .blocked, element), name: name)
        let weights = try TensorLayout(shape.weightShape, element, dnnl_format_tag_any, name: name)
        let bias = try TensorLayout([shape.outputChannels], .float32, dnnl_a, name: name)
        let kind = algorithm == .winograd ? dnnl_convolution_winograd : dnnl_convolution_direct
        let strides = [dnnl_dim_t(shape.stride), dnnl_dim_t(shape.stride)]
        let padding = [dnnl_dim_t(shape.padding.height), dnnl_dim_t(shape.padding.width)]
        primitive = try PrimitiveDescription(
            name: name, call: "convolution (\(algorithm.rawValue), \(element.rawValue))", accumulates: shape.accumulates, relu: relu
        ) {
            COneDNN_convolution(
                &$0, $1, kind, source.handle, weights.handle, bias.handle, destination.handle, strides, padding, $2)
        }
    }
}

extension CompiledKernel {
    /// A two-dimensional cross-correlation plus bias, followed by a ReLU if asked for. It writes blocks of channels, or adds to
    /// those that the destination holds (``ConvolutionShape/accumulates``).
    ///
    /// **Shapes**: weights `[out, in, height, width]`, bias `[out]`; one image in, one image out.
    ///
    /// - Throws: ``KernelError/oneDNN(call:status:what:)``, also where `algorithm` cannot compute this shape.
    public static func convolution(
        _ shape: ConvolutionShape, source: ImageLayout, weights: [Float], bias: [Float], relu: Bool,
        algorithm: ConvolutionAlgorithm, element: ElementType, name: String
    ) throws(KernelError) -> CompiledKernel {
        let description = try ConvolutionDescription(shape, source: source, algorithm, element, relu: relu, name: name).primitive
        let packedWeights = try TensorMemory.constant(
            weights, shape: shape.weightShape, dnnl_abcd, as: description.layout(of: dnnl_query_weights_md), name: name)
        let biasLayout = try TensorLayout([shape.outputChannels], .float32, dnnl_a, name: name)
        let packedBias = try TensorMemory.constant(bias, shape: [shape.outputChannels], dnnl_a, as: biasLayout.handle, name: name)
        return try CompiledKernel(
            description, constants: [(DNNL_ARG_WEIGHTS, packedWeights), (DNNL_ARG_BIAS, packedBias)])
    }
}
