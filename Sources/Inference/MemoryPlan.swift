import Kernels

/// Where every activation of a network lies while an image passes through it.
///
/// What lives within one stage only shares one block of memory among all images, so that it stays in the cache; what one
/// stage hands to a later one has a block for each image.
struct MemoryPlan {
    let imageByteCount: Int
    let sharedByteCount: Int
    /// The input in the network's own element type, where that is not float32.
    let convertedInput: CompiledNetwork.Place?
    private let graph: NetworkGraph
    private let element: ElementType
    private let places: [Int: CompiledNetwork.Place]

    init(_ graph: NetworkGraph, element: ElementType) {
        self.graph = graph
        self.element = element
        let buffers = Buffer.all(of: graph, element: element)
        var places: [Int: CompiledNetwork.Place] = [:]
        let shared = buffers.filter { $0.isWithinOneStage }
        let sharedPlan = ArenaPlan(shared.map { ArenaPlan.Request(byteCount: $0.byteCount, lifetime: $0.lifetime) })
        for (buffer, offset) in zip(shared, sharedPlan.offsets) { places[buffer.activation] = .shared(offset) }
        let lasting = buffers.filter { !$0.isWithinOneStage }
        let imagePlan = ArenaPlan(lasting.map { ArenaPlan.Request(byteCount: $0.byteCount, lifetime: $0.lifetime) })
        for (buffer, offset) in zip(lasting, imagePlan.offsets) { places[buffer.activation] = .image(offset) }
        self.places = places
        convertedInput = places[graph.input.index]
        imageByteCount = imagePlan.byteCount
        sharedByteCount = sharedPlan.byteCount
    }

    func place(of activation: NetworkGraph.Activation) -> CompiledNetwork.Place {
        let (owner, firstChannel) = graph.storage(of: activation)
        // One image's blocks of channels follow each other, so a slice of whole blocks is one stretch of memory.
        let offset = firstChannel * owner.shape.height * owner.shape.width * element.byteCount
        return switch places[owner.index] {
        case .image(let start): .image(start + offset)
        case .shared(let start): .shared(start + offset)
        default: .input
        }
    }
}

/// The memory of one activation that is no part of another.
private struct Buffer {
    let activation: Int
    let byteCount: Int
    /// The layers that write and read it: from the first to the last.
    private(set) var lifetime: ClosedRange<Int>
    private(set) var stages: ClosedRange<Int>

    var isWithinOneStage: Bool { stages.count == 1 }

    mutating func touch(layer: Int, stage: Int) {
        lifetime = min(lifetime.lowerBound, layer)...max(lifetime.upperBound, layer)
        stages = min(stages.lowerBound, stage)...max(stages.upperBound, stage)
    }

    static func all(of graph: NetworkGraph, element: ElementType) -> [Buffer] {
        var buffers: [Int: Buffer] = [:]
        func touch(_ activation: NetworkGraph.Activation, layer: Int, stage: Int) {
            let owner = graph.storage(of: activation).owner
            if owner == graph.input && element == .float32 { return }
            let layout = owner == graph.input ? ImageLayout.planes : .blocked
            let bytes = ImageFormat(owner.shape, layout, element).byteCount
            buffers[owner.index, default: Buffer(activation: owner.index, byteCount: bytes, lifetime: layer...layer, stages: stage...stage)]
                .touch(layer: layer, stage: stage)
        }
        for (index, layer) in graph.layers.enumerated() {
            touch(layer.input, layer: index, stage: layer.stage)
            touch(layer.output, layer: index, stage: layer.stage)
        }
        if let last = graph.layers.last { touch(graph.output, layer: graph.layers.count, stage: last.stage) }
        return buffers.values.sorted { $0.activation < $1.activation }
    }
}
