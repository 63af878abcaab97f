import ArrayFiles
import Checkpoints
import Inference
import Kernels

/// The layers of VGGish under the names of its PyTorch checkpoint.
///
/// Source: Hershey et al., CNN Architectures for Large-Scale Audio Classification, arXiv:1609.09430 (model A of VGG
/// without its last group); parameter names of torchvggish.
enum VGGishGraph {
    static let name = "vggish"
    static let example = ImageShape(channels: 1, height: 96, width: 64)

    /// 3 x 3 convolutions in groups, a 2 x 2 max pooling after each group.
    private static let groups: [[(name: String, channels: Int)]] = [
        [("features.0", 64)],
        [("features.3", 128)],
        [("features.6", 256), ("features.8", 256)],
        [("features.11", 512), ("features.13", 512)],
    ]

    static func denseLayers(_ tap: VGGishTap) -> [DenseNetwork.Layer] {
        [
            DenseNetwork.Layer(name: "embeddings.0", outputs: 4096),
            DenseNetwork.Layer(name: "embeddings.2", outputs: 4096),
            DenseNetwork.Layer(name: "embeddings.4", outputs: VGGish.embeddingWidth, relu: tap == .relu),
        ]
    }

    static let algorithms = CommittedAlgorithms(
        winograd: [],
        tiles: [
            "features.3", "features.6", "features.8", "features.11", "features.13",
        ],
        tilesAlone: [
            "features.3", "features.6", "features.8", "features.11", "features.13",
        ])

    /// From an example, 1 x 96 x 64, to 512 x 6 x 4. An example passes the first two groups at once, whose weights stay in
    /// the caches. From then on every convolution is a stage: its weights, which no cache holds, serve several examples.
    static func convolutions() -> NetworkGraph {
        var graph = NetworkGraph(input: example)
        var x = graph.input
        for (index, group) in groups.enumerated() {
            let isHeavy = index >= 2
            for (name, channels) in group {
                if isHeavy { graph.beginStage(together: true) }
                x = graph.convolution(name, x, channels: channels, kernel: Extent(3), padding: Extent(1))
            }
            if isHeavy { graph.beginStage() }
            x = graph.pooling(.maximum, x, window: Extent(2), stride: 2)
        }
        return graph
    }

    static func manifest() -> WeightManifest {
        let graph = convolutions()
        var entries = graph.convolutions.flatMap { layer in
            [
                WeightManifest.Entry(name: layer.name + ".weight", shape: layer.shape.weightShape, role: .convolution),
                WeightManifest.Entry(name: layer.name + ".bias", shape: [layer.shape.outputChannels], role: .bias),
            ]
        }
        var inputs = graph.output.shape.elementCount
        for layer in denseLayers(.relu) {
            entries.append(WeightManifest.Entry(name: layer.name + ".weight", shape: [layer.outputs, inputs], role: .dense))
            entries.append(WeightManifest.Entry(name: layer.name + ".bias", shape: [layer.outputs], role: .bias))
            inputs = layer.outputs
        }
        return WeightManifest(network: "vggish", entries: entries)
    }
}
