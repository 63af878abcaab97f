public import Kernels

/// The layers of a convolutional network and what flows between them, for one image.
///
/// Layers run in the order in which they are added. ``beginStage()`` groups them: a batch passes stage by stage, and
/// within a stage image by image, so a stage's weights stay in the cache from image to image. Weights that fit no cache are
/// better read once for several images: ``beginStage(together:)``.
public struct NetworkGraph: Sendable {
    /// The output of a layer, or the network's input.
    public struct Activation: Hashable, Sendable {
        let index: Int
        public let shape: ImageShape
    }

    enum Operation: Sendable {
        case convolution(ConvolutionShape, relu: Bool)
        case pooling(PoolingShape, PoolingRule)
    }

    struct Layer: Sendable {
        let name: String
        let operation: Operation
        let input: Activation
        let output: Activation
        let stage: Int
        let isTogether: Bool
    }

    /// Where a concatenation's part lies in the whole.
    struct Slice: Sendable {
        let whole: Activation
        let firstChannel: Int
    }

    /// What the network takes, in planes.
    public let input: Activation
    private(set) var layers: [Layer] = []
    private(set) var slices: [Int: Slice] = [:]
    /// By a layer's output the residual that it replaces in memory.
    private(set) var residuals: [Int: Activation] = [:]
    private var activationCount = 1
    private var stage = 0
    private var isTogether = false

    public init(input shape: ImageShape) {
        input = Activation(index: 0, shape: shape)
    }

    /// The output of the last layer, which is the network's.
    public var output: Activation { layers.last?.output ?? input }

    /// The convolutions, in order, and whether they take a group of images at once.
    public var convolutions: [(name: String, shape: ConvolutionShape, isTogether: Bool)] {
        layers.compactMap { layer in
            if case .convolution(let shape, _) = layer.operation { (layer.name, shape, layer.isTogether) } else { nil }
        }
    }

    /// Starts a new stage with the next layer.
    ///
    /// - Parameter together: the stage is that layer alone, and takes all images of a group at once where its algorithm can.
    public mutating func beginStage(together: Bool = false) {
        stage += 1
        isTogether = together
    }

    /// A convolution with bias, called `name` in the parameters and the table of algorithms.
    ///
    /// A residual is added before the ReLU. The sum replaces it in memory, so it must be the output of a layer that is no part of
    /// a concatenation, and no later layer may read it. ``ConvolutionAlgorithm/direct`` alone can add.
    ///
    /// - Parameters:
    ///   - residual: of the output's shape; nil where nothing is added.
    ///   - relu: whether a ReLU is the last step.
    public mutating func convolution(
        _ name: String, _ input: Activation, channels: Int, kernel: Extent, stride: Int = 1, padding: Extent = Extent(0),
        adding residual: Activation? = nil, relu: Bool = true
    ) -> Activation {
        let shape = ConvolutionShape(
            input: input.shape, outputChannels: channels, kernel: kernel, stride: stride, padding: padding, accumulates: residual != nil)
        if let residual {
            precondition(residual.shape == shape.output, "\(name): a residual of \(residual.shape) is added to \(shape.output)")
            precondition(layers.contains { $0.output == residual }, "\(name): the residual is not the output of a layer")
            precondition(slices[residual.index] == nil, "\(name): the residual is part of a concatenation")
            precondition(!isReplaced(residual), "\(name): another layer has replaced the residual")
            precondition(storage(of: input).owner != storage(of: residual).owner, "\(name) reads what it replaces")
        }
        let output = add(name, .convolution(shape, relu: relu), from: input, giving: shape.output)
        residuals[output.index] = residual
        return output
    }

    public mutating func pooling(
        _ rule: PoolingRule, _ input: Activation, window: Extent, stride: Int, padding: Int = 0
    ) -> Activation {
        let shape = PoolingShape(input: input.shape, window: window, stride: stride, padding: padding)
        return add("pooling \(layers.count)", .pooling(shape, rule), from: input, giving: shape.output)
    }

    /// The mean of every channel: `channels x 1 x 1`.
    public mutating func globalAverage(_ input: Activation) -> Activation {
        pooling(.averageWithoutPadding, input, window: Extent(height: input.shape.height, width: input.shape.width), stride: 1)
    }

    /// The channels of all parts, one part after the other. The layers that make the parts write straight into the whole.
    public mutating func concatenation(_ parts: [Activation]) -> Activation {
        let channels = parts.map(\.shape.channels)
        precondition(parts.allSatisfy { $0.shape.height == parts[0].shape.height && $0.shape.width == parts[0].shape.width })
        let shape = ImageShape(channels: channels.reduce(0, +), height: parts[0].shape.height, width: parts[0].shape.width)
        let whole = makeActivation(shape)
        var first = 0
        for part in parts {
            precondition(slices[part.index] == nil && part != input, "an activation is part of one concatenation at most")
            precondition(residuals[part.index] == nil && !isReplaced(part), "a concatenation of a residual or of what has replaced one")
            slices[part.index] = Slice(whole: whole, firstChannel: first)
            first += part.shape.channels
        }
        return whole
    }

    private mutating func add(_ name: String, _ operation: Operation, from input: Activation, giving shape: ImageShape) -> Activation {
        let output = makeActivation(shape)
        precondition(!isReplaced(input), "\(name) reads a residual that another layer has replaced")
        precondition(!isTogether || layers.last?.stage != stage, "\(name) is in a stage of one layer")
        layers.append(Layer(name: name, operation: operation, input: input, output: output, stage: stage, isTogether: isTogether))
        return output
    }

    /// Whether a layer has written over it.
    private func isReplaced(_ activation: Activation) -> Bool { residuals.values.contains(activation) }

    private mutating func makeActivation(_ shape: ImageShape) -> Activation {
        defer { activationCount += 1 }
        return Activation(index: activationCount, shape: shape)
    }
}

extension NetworkGraph {
    /// The activation that owns the memory of `activation`, and where in it that starts, in channels.
    func storage(of activation: Activation) -> (owner: Activation, firstChannel: Int) {
        if let residual = residuals[activation.index] { return storage(of: residual) }
        guard let slice = slices[activation.index] else { return (activation, 0) }
        let whole = storage(of: slice.whole)
        return (whole.owner, whole.firstChannel + slice.firstChannel)
    }

    /// - Throws: ``InferenceError/unalignedConcatenation(channels:block:)`` where a part would start within a block.
    func checkSlices() throws(InferenceError) {
        let block = ImageLayout.block
        for slice in slices.values where slice.firstChannel % block != 0 {
            let parts = slices.values.filter { $0.whole == slice.whole }.map(\.firstChannel).sorted()
            let ends = parts.dropFirst() + [slice.whole.shape.channels]
            throw .unalignedConcatenation(channels: zip(parts, ends).map { $1 - $0 }, block: block)
        }
    }
}
