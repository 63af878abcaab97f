import ArrayFiles
import Checkpoints
import Inference
import Kernels

/// The layers of Inception V3 under the names of torchvision's checkpoint, up to the means of a block.
///
/// Every layer named here is a convolution without bias, a batch normalisation and a ReLU.
///
/// Source: Szegedy et al., Rethinking the Inception Architecture for Computer Vision, arXiv:1512.00567; names and block
/// letters of torchvision. The blocks have a file each.
struct InceptionGraph {
    static let name = "inception-v3"

    let variant: InceptionVariant
    var graph: NetworkGraph

    private init(_ variant: InceptionVariant) {
        self.variant = variant
        graph = NetworkGraph(input: ImageShape(channels: 3, height: variant.recipe.side, width: variant.recipe.side))
    }

    static func make(_ variant: InceptionVariant, tap: InceptionTap = .pool) -> NetworkGraph {
        var network = InceptionGraph(variant)
        var x = network.stem(network.graph.input)
        for block in InceptionTap.blocks {
            x = network.add(block, x)
            if block == tap { break }
        }
        _ = network.graph.globalAverage(x)
        return network.graph
    }

    private mutating func add(_ block: InceptionTap, _ x: NetworkGraph.Activation) -> NetworkGraph.Activation {
        let name = block.rawValue
        return switch block {
        case .mixed5b: blockA(name, x, poolChannels: 32)
        case .mixed5c, .mixed5d: blockA(name, x, poolChannels: 64)
        case .mixed6a: blockB(name, x)
        case .mixed6b: blockC(name, x, channels: 128)
        case .mixed6c, .mixed6d: blockC(name, x, channels: 160)
        case .mixed6e: blockC(name, x, channels: 192)
        case .mixed7a: blockD(name, x)
        case .mixed7b: blockE(name, x, pool: variant.averageRule)
        case .mixed7c, .pool: blockE(name, x, pool: variant.lastPoolRule)
        }
    }

    static let algorithms = CommittedAlgorithms(
        winograd: [
            "Mixed_5b.branch3x3dbl_3", "Mixed_5c.branch3x3dbl_3", "Mixed_5d.branch3x3dbl_3", "Mixed_7b.branch3x3dbl_2",
            "Mixed_7c.branch3x3dbl_2",
        ],
        tiles: [
            "Conv2d_2a_3x3", "Conv2d_2b_3x3", "Conv2d_4a_3x3", "Mixed_5b.branch5x5_2", "Mixed_5b.branch3x3dbl_2",
            "Mixed_5c.branch5x5_2", "Mixed_5c.branch3x3dbl_2", "Mixed_5d.branch5x5_2", "Mixed_5d.branch3x3dbl_2",
            "Mixed_6a.branch3x3dbl_2", "Mixed_6b.branch7x7_2", "Mixed_6b.branch7x7_3", "Mixed_6b.branch7x7dbl_2",
            "Mixed_6b.branch7x7dbl_3", "Mixed_6b.branch7x7dbl_4", "Mixed_6b.branch7x7dbl_5", "Mixed_6c.branch7x7_2",
            "Mixed_6c.branch7x7_3", "Mixed_6c.branch7x7dbl_2", "Mixed_6c.branch7x7dbl_3", "Mixed_6c.branch7x7dbl_4",
            "Mixed_6c.branch7x7dbl_5", "Mixed_6d.branch7x7_2", "Mixed_6d.branch7x7_3", "Mixed_6d.branch7x7dbl_2",
            "Mixed_6d.branch7x7dbl_3", "Mixed_6d.branch7x7dbl_4", "Mixed_6d.branch7x7dbl_5", "Mixed_6e.branch7x7_2",
            "Mixed_6e.branch7x7_3", "Mixed_6e.branch7x7dbl_2", "Mixed_6e.branch7x7dbl_3", "Mixed_6e.branch7x7dbl_4",
            "Mixed_6e.branch7x7dbl_5", "Mixed_7a.branch7x7x3_2", "Mixed_7a.branch7x7x3_3", "Mixed_7b.branch3x3_2a",
            "Mixed_7b.branch3x3_2b", "Mixed_7b.branch3x3dbl_3a", "Mixed_7b.branch3x3dbl_3b", "Mixed_7c.branch3x3_2a",
            "Mixed_7c.branch3x3_2b", "Mixed_7c.branch3x3dbl_3a", "Mixed_7c.branch3x3dbl_3b",
        ],
        tilesAlone: [
            "Conv2d_2a_3x3", "Conv2d_2b_3x3", "Conv2d_4a_3x3", "Mixed_5b.branch5x5_2", "Mixed_5b.branch3x3dbl_2",
            "Mixed_5b.branch3x3dbl_3", "Mixed_5c.branch5x5_2", "Mixed_5c.branch3x3dbl_2", "Mixed_5c.branch3x3dbl_3",
            "Mixed_5d.branch5x5_2", "Mixed_5d.branch3x3dbl_2", "Mixed_5d.branch3x3dbl_3", "Mixed_6a.branch3x3dbl_2",
            "Mixed_6b.branch7x7_2", "Mixed_6b.branch7x7_3", "Mixed_6b.branch7x7dbl_2", "Mixed_6b.branch7x7dbl_3",
            "Mixed_6b.branch7x7dbl_4", "Mixed_6b.branch7x7dbl_5", "Mixed_6c.branch7x7_2", "Mixed_6c.branch7x7_3",
            "Mixed_6c.branch7x7dbl_2", "Mixed_6c.branch7x7dbl_3", "Mixed_6c.branch7x7dbl_4", "Mixed_6c.branch7x7dbl_5",
            "Mixed_6d.branch7x7_2", "Mixed_6d.branch7x7_3", "Mixed_6d.branch7x7dbl_2", "Mixed_6d.branch7x7dbl_3",
            "Mixed_6d.branch7x7dbl_4", "Mixed_6d.branch7x7dbl_5", "Mixed_6e.branch7x7_2", "Mixed_6e.branch7x7_3",
            "Mixed_6e.branch7x7dbl_2", "Mixed_6e.branch7x7dbl_3", "Mixed_6e.branch7x7dbl_4", "Mixed_6e.branch7x7dbl_5",
            "Mixed_7a.branch7x7x3_2", "Mixed_7a.branch7x7x3_3", "Mixed_7b.branch3x3_2a", "Mixed_7b.branch3x3_2b",
            "Mixed_7b.branch3x3dbl_2", "Mixed_7b.branch3x3dbl_3a", "Mixed_7b.branch3x3dbl_3b", "Mixed_7c.branch3x3_2a",
            "Mixed_7c.branch3x3_2b", "Mixed_7c.branch3x3dbl_2", "Mixed_7c.branch3x3dbl_3a", "Mixed_7c.branch3x3dbl_3b",
        ])

    /// All images pass this one by one, its weights being small and its activations large; then layer by layer.
    private mutating func stem(_ input: NetworkGraph.Activation) -> NetworkGraph.Activation {
        var x = graph.convolution("Conv2d_1a_3x3", input, channels: 32, kernel: Extent(3), stride: 2)
        x = graph.convolution("Conv2d_2a_3x3", x, channels: 32, kernel: Extent(3))
        x = graph.convolution("Conv2d_2b_3x3", x, channels: 64, kernel: Extent(3), padding: Extent(1))
        x = graph.pooling(.maximum, x, window: Extent(3), stride: 2)
        x = graph.convolution("Conv2d_3b_1x1", x, channels: 80, kernel: Extent(1))
        x = graph.convolution("Conv2d_4a_3x3", x, channels: 192, kernel: Extent(3))
        return graph.pooling(.maximum, x, window: Extent(3), stride: 2)
    }

    /// The 3 x 3 average or maximum at stride 1 that the pool branches begin with.
    mutating func samePooling(_ rule: PoolingRule, _ input: NetworkGraph.Activation) -> NetworkGraph.Activation {
        graph.pooling(rule, input, window: Extent(3), stride: 1, padding: 1)
    }

    static func manifest(_ variant: InceptionVariant) -> WeightManifest {
        let entries = make(variant).convolutions.flatMap { layer in
            let channels = [layer.shape.outputChannels]
            let scale = WeightManifest.Entry(name: layer.name + ".bn.weight", shape: channels, role: .batchNormScale)
            return [WeightManifest.Entry(name: layer.name + ".conv.weight", shape: layer.shape.weightShape, role: .convolution)]
                + (variant.hasBatchNormScale ? [scale] : []) + [
                WeightManifest.Entry(name: layer.name + ".bn.bias", shape: channels, role: .batchNormShift),
                WeightManifest.Entry(name: layer.name + ".bn.running_mean", shape: channels, role: .batchNormMean),
                WeightManifest.Entry(name: layer.name + ".bn.running_var", shape: channels, role: .batchNormVariance),
            ]
        }
        return WeightManifest(
            network: "inception-v3/\(variant.rawValue)", entries: entries, ignored: ["AuxLogits.", "fc.", "num_batches_tracked"])
    }
}

extension WeightSource {
    /// The parameters of a layer of Inception V3. The epsilon is that of all variants.
    func foldingBatchNormalization(_ layer: String) -> LayerParameters {
        foldingBatchNormalization(convolution: layer + ".conv", normalization: layer + ".bn", epsilon: 0.001)
    }
}
