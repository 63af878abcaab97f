public import Kernels

/// A layer's weights, with whatever follows it (batch normalisation) folded in.
public struct LayerParameters: Sendable {
    /// `[out, in, height, width]` of a convolution, `[out, in]` of a dense layer, in C order.
    public let weights: [Float]
    public let bias: [Float]

    public init(weights: [Float], bias: [Float]) {
        self.weights = weights
        self.bias = bias
    }
}

/// A network's convolutional part made ready for this CPU. All workers share one; each runs it through its own session.
public final class CompiledNetwork: Sendable {
    /// Where a step finds or leaves an image's activations.
    enum Place: Sendable {
        /// The caller's image.
        case input
        /// The caller's row of the result.
        case output
        /// Memory of the image itself, at a byte offset: it outlives a stage.
        case image(Int)
        /// Memory that all images use in turn, at a byte offset.
        case shared(Int)
    }

    struct Step: Sendable {
        let kernel: any LayerKernel
        let source: Place
        let destination: Place
    }

    /// What one image takes: planes of float32.
    public let input: ImageShape
    /// What one image gives: float32, the channels of a pixel side by side.
    public let output: ImageShape
    /// Images that pass together where a layer takes several at once.
    let group: Int
    let stages: [[Step]]
    let imageByteCount: Int
    let sharedByteCount: Int
    let scratchpadByteCount: Int

    /// - Parameters:
    ///   - element: what weights and activations are stored as inside.
    ///   - group: images that pass together where a layer takes several at once; fewer cost as much there.
    ///   - algorithm: how the convolution of a name is computed.
    ///   - parameters: weights of the convolution of a name; called once for each, in order.
    /// - Throws: ``InferenceError``, where the graph or an algorithm cannot be had on this machine.
    public init(
        _ graph: NetworkGraph, element: ElementType, group: Int = 1, algorithm: (String) -> ConvolutionAlgorithm,
        parameters: (String) -> LayerParameters
    ) throws(InferenceError) {
        try graph.checkSlices()
        let memory = MemoryPlan(graph, element: element)
        var stages: [[Step]] = []
        func add(_ step: Step, stage: Int) {
            while stages.count <= stage { stages.append([]) }
            stages[stage].append(step)
        }
        do throws(KernelError) {
            if let converted = memory.convertedInput {
                let kernel = try CompiledKernel.conversion(
                    from: ImageFormat(graph.input.shape, .planes, .float32), to: ImageFormat(graph.input.shape, .planes, element),
                    name: "input")
                // In the stage that reads it: images share its memory.
                add(Step(kernel: kernel, source: .input, destination: converted), stage: graph.layers.first?.stage ?? 0)
            }
            for layer in graph.layers {
                let kernel: any LayerKernel
                switch layer.operation {
                case .convolution(let shape, let relu):
                    let values = parameters(layer.name)
                    kernel = try algorithm(layer.name).kernel(
                        shape, source: layer.input == graph.input ? .planes : .blocked, weights: values.weights, bias: values.bias,
                        relu: relu, images: layer.isTogether ? group : 1, element: element, name: layer.name)
                case .pooling(let shape, let rule):
                    kernel = try CompiledKernel.pooling(shape, rule, element: element, name: layer.name)
                }
                add(
                    Step(kernel: kernel, source: memory.place(of: layer.input), destination: memory.place(of: layer.output)),
                    stage: layer.stage)
            }
            let kernel = try CompiledKernel.conversion(
                from: ImageFormat(graph.output.shape, .blocked, element),
                to: ImageFormat(graph.output.shape, .interleaved, .float32), name: "output")
            add(Step(kernel: kernel, source: memory.place(of: graph.output), destination: .output), stage: stages.count - 1)
        } catch {
            throw .kernel(error)
        }
        input = graph.input.shape
        output = graph.output.shape
        self.group = group
        self.stages = stages.filter { !$0.isEmpty }
        imageByteCount = memory.imageByteCount
        sharedByteCount = memory.sharedByteCount
        scratchpadByteCount = stages.joined().map(\.kernel.scratchpadByteCount).max() ?? 0
    }

    /// Every step's layer and the implementation that oneDNN chose for it.
    public var implementations: [(layer: String, implementation: String)] {
        stages.joined().map { ($0.kernel.name, $0.kernel.implementation) }
    }
}
