public import Kernels

/// A network on random weights, ready to be measured.
public struct NetworkTrial: Sendable {
    /// The network and its variant.
    public let network: String
    /// What is counted: `images` or `examples`.
    public let unit: String
    /// What goes in, for people.
    public let inputs: String
    public let batch: Int
    /// Numbers of one image or example.
    public let inputSize: Int
    /// 1e9 products and sums of a direct computation that one image or example stands for.
    public let gigaflops: Double
    /// Makes a worker's session, on its thread: what it returns embeds a batch of ``inputSize`` numbers each.
    public let makeSession: @Sendable () throws -> ([Float]) throws -> Void

    public init(
        network: String, unit: String, inputs: String, batch: Int, inputSize: Int, gigaflops: Double,
        makeSession: @escaping @Sendable () throws -> ([Float]) throws -> Void
    ) {
        self.network = network
        self.unit = unit
        self.inputs = inputs
        self.batch = batch
        self.inputSize = inputSize
        self.gigaflops = gigaflops
        self.makeSession = makeSession
    }
}

/// A convolution that a table of algorithms names.
public struct TunableLayer: Sendable {
    public let name: String
    public let shape: ConvolutionShape
    /// Images that pass it at once.
    public let images: Int
}

extension ConvolutionShape {
    /// 1e9 products and sums of its definition.
    public var gigaflops: Double { 2e-9 * Double(weightShape.reduce(1, *) * output.height * output.width) }
}
