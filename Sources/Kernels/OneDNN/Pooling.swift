import COneDNN

/// What a pooling window gives.
public enum PoolingRule: String, Hashable, Sendable, CaseIterable {
    case maximum
    /// The sum over the window, zeros of the padding included, divided by the window's area.
    case averageCountingPadding
    /// The mean over the part of the window that lies on the image.
    case averageWithoutPadding
}

/// What a pooling does to one image.
public struct PoolingShape: Hashable, Sendable {
    public let input: ImageShape
    public let window: Extent
    public let stride: Int
    /// Cells outside the image at each side.
    public let padding: Int

    public init(input: ImageShape, window: Extent, stride: Int, padding: Int) {
        self.input = input
        self.window = window
        self.stride = stride
        self.padding = padding
    }

    /// Rounded down: a window that would reach past the far padding is left out.
    public var output: ImageShape {
        ImageShape(
            channels: input.channels,
            height: (input.height + 2 * padding - window.height) / stride + 1,
            width: (input.width + 2 * padding - window.width) / stride + 1)
    }
}

extension CompiledKernel {
    /// Pooling from blocks of channels to blocks of channels.
    ///
    /// - Throws: ``KernelError/oneDNN(call:status:what:)``.
    public static func pooling(
        _ shape: PoolingShape, _ rule: PoolingRule, element: ElementType, name: String
    ) throws(KernelError) -> CompiledKernel {
        let source = try TensorLayout(ImageFormat(shape.input, .blocked, element), name: name)
        let destination = try TensorLayout(ImageFormat(shape.output, .blocked, element), name: name)
        let kind = switch rule {
        case .maximum: dnnl_pooling_max
        case .averageCountingPadding: dnnl_pooling_avg_include_padding
        case .averageWithoutPadding: dnnl_pooling_avg_exclude_padding
        }
        let strides = [dnnl_dim_t(shape.stride), dnnl_dim_t(shape.stride)]
        let window = [dnnl_dim_t(shape.window.height), dnnl_dim_t(shape.window.width)]
        let padding = [dnnl_dim_t(shape.padding), dnnl_dim_t(shape.padding)]
        return try CompiledKernel(PrimitiveDescription(name: name, call: "pooling (\(rule.rawValue))", relu: false) {
            COneDNN_pooling(&$0, $1, kind, source.handle, destination.handle, strides, window, padding, $2)
        })
    }
}
