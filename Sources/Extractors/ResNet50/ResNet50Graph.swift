import Checkpoints
import Inference
import Kernels

/// The layers of ResNet-50 under the names of torchvision's checkpoint, up to the means of the last block.
///
/// Every layer named here is a convolution without bias and a batch normalisation. A ReLU follows, except after the
/// `downsample` convolutions.
///
/// Source: He et al., Deep Residual Learning for Image Recognition, arXiv:1512.03385, in the form that torchvision and others
/// call version 1.5: the stride of a block is in its 3 x 3 convolution and not in the 1 x 1 convolution before it.
struct ResNet50Graph {
    static let name = "resnet-50"
    /// Tensors of a checkpoint that the features do not need: the classifier and the counters of training.
    static let unused = ["fc.", "num_batches_tracked"]

    /// Blocks that work with the same number of channels; the first one has the stride.
    private static let groups: [(name: String, blocks: Int, channels: Int, stride: Int)] = [
        ("layer1", 3, 64, 1),
        ("layer2", 4, 128, 2),
        ("layer3", 6, 256, 2),
        ("layer4", 3, 512, 2),
    ]

    private var graph: NetworkGraph

    /// Pictures pass the first layers one by one, whose weights are small and whose activations are large; then block by block.
    static func make(_ variant: ResNet50Variant) -> NetworkGraph {
        let side = variant.recipe.side
        var network = ResNet50Graph(graph: NetworkGraph(input: ImageShape(channels: 3, height: side, width: side)))
        var x = network.graph.convolution("conv1", network.graph.input, channels: 64, kernel: Extent(7), stride: 2, padding: Extent(3))
        x = network.graph.pooling(.maximum, x, window: Extent(3), stride: 2, padding: 1)
        for group in groups {
            for index in 0..<group.blocks {
                network.graph.beginStage()
                x = network.bottleneck("\(group.name).\(index)", x, channels: group.channels, stride: index == 0 ? group.stride : 1)
            }
        }
        _ = network.graph.globalAverage(x)
        return network.graph
    }

    /// Three convolutions whose result is added to the block's input. The block gives four times `channels`; an input of another
    /// shape passes a convolution of its own first. Torchvision's Bottleneck.
    private mutating func bottleneck(
        _ name: String, _ x: NetworkGraph.Activation, channels: Int, stride: Int
    ) -> NetworkGraph.Activation {
        let narrowed = graph.convolution("\(name).conv1", x, channels: channels, kernel: Extent(1))
        let filtered = graph.convolution(
            "\(name).conv2", narrowed, channels: channels, kernel: Extent(3), stride: stride, padding: Extent(1))
        let widened = 4 * channels
        var residual = x
        if x.shape.channels != widened {
            residual = graph.convolution("\(name).downsample.0", x, channels: widened, kernel: Extent(1), stride: stride, relu: false)
        }
        return graph.convolution("\(name).conv3", filtered, channels: widened, kernel: Extent(1), adding: residual)
    }

    /// The 3 x 3 convolutions at stride 1.
    private static let tiled: Set<String> = [
        "layer1.0.conv2", "layer1.1.conv2", "layer1.2.conv2",
        "layer2.1.conv2", "layer2.2.conv2", "layer2.3.conv2",
        "layer3.1.conv2", "layer3.2.conv2", "layer3.3.conv2", "layer3.4.conv2", "layer3.5.conv2",
        "layer4.1.conv2", "layer4.2.conv2",
    ]

    static let algorithms = CommittedAlgorithms(winograd: [], tiles: tiled, tilesAlone: tiled)

    /// The batch normalisation after a convolution: `bn1` after `conv1`, `downsample.1` after `downsample.0`.
    static func normalization(after convolution: String) -> String {
        convolution.hasSuffix("downsample.0") ? convolution.dropLast() + "1" : convolution.replacing("conv", with: "bn")
    }

    static func manifest(_ variant: ResNet50Variant) -> WeightManifest {
        let entries = make(variant).convolutions.flatMap { layer in
            let (channels, normalization) = ([layer.shape.outputChannels], normalization(after: layer.name))
            return [
                WeightManifest.Entry(name: layer.name + ".weight", shape: layer.shape.weightShape, role: .convolution),
                WeightManifest.Entry(name: normalization + ".weight", shape: channels, role: .batchNormScale),
                WeightManifest.Entry(name: normalization + ".bias", shape: channels, role: .batchNormShift),
                WeightManifest.Entry(name: normalization + ".running_mean", shape: channels, role: .batchNormMean),
                WeightManifest.Entry(name: normalization + ".running_var", shape: channels, role: .batchNormVariance),
            ]
        }
        return WeightManifest(network: "\(name)/\(variant.rawValue)", entries: entries, ignored: unused)
    }
}
