public import Checkpoints

extension VGGish {
    /// The families of files that VGGish is published in.
    public static let conventions = [torchvggish, tensorFlow]

    /// github.com/harritaylor/torchvggish: the names used here. `pproc` is its post-processing.
    private static let torchvggish = WeightConvention(name: "torchvggish", manifest: manifest(), ignored: ["pproc."])

    /// Google's checkpoint, `vggish_model.ckpt`. Its first dense layer reads height, width, channel, as torchvggish's does.
    ///
    /// Source: research/audioset/vggish/vggish_slim.py of github.com/tensorflow/models.
    private static let tensorFlow = WeightConvention(
        name: "tensorflow", manifest: manifest(),
        entries: tensorFlowLayers.flatMap { source, target, layout -> [WeightConvention.Entry] in
            let bias = WeightConvention.Entry(source + "/biases", target + ".bias")
            return [WeightConvention.Entry(source + "/weights", target + ".weight", layout), bias]
        },
        ignored: ["global_step", "beta1_power", "beta2_power", "/Adam", "/Adam_1"])

    private static let tensorFlowLayers: [(source: String, target: String, layout: WeightConvention.Layout)] = [
        ("vggish/conv1", "features.0", .convolutionHWIO),
        ("vggish/conv2", "features.3", .convolutionHWIO),
        ("vggish/conv3/conv3_1", "features.6", .convolutionHWIO),
        ("vggish/conv3/conv3_2", "features.8", .convolutionHWIO),
        ("vggish/conv4/conv4_1", "features.11", .convolutionHWIO),
        ("vggish/conv4/conv4_2", "features.13", .convolutionHWIO),
        ("vggish/fc1/fc1_1", "embeddings.0", .denseInOut),
        ("vggish/fc1/fc1_2", "embeddings.2", .denseInOut),
        ("vggish/fc2", "embeddings.4", .denseInOut),
    ]
}
