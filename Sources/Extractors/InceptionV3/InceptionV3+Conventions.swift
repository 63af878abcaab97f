public import Checkpoints

extension InceptionV3 {
    /// The families of files that Inception V3 is published in.
    public static let conventions = [torchvision, pytorchFID, tensorFlow2015, slim2016]

    /// torchvision's own names, trained for ImageNet's 1,000 classes.
    private static let torchvision = WeightConvention(
        name: "torchvision", manifest: manifest(.torchvision), ignored: ["AuxLogits.", "fc.", "num_batches_tracked"],
        marks: ["fc.weight": [1000, 2048]])

    /// pytorch-fid's and torch-fidelity's copies of the 2015 graph: torchvision's names, 1,008 classes, no auxiliary head.
    private static let pytorchFID = WeightConvention(
        name: "pytorch-fid", manifest: manifest(.tf2015), ignored: ["fc.", "num_batches_tracked"], marks: ["fc.weight": [1008, 2048]])

    /// The frozen graph itself, `classify_image_graph_def.pb`.
    private static let tensorFlow2015 = WeightConvention(
        name: "tensorflow-2015", manifest: manifest(.tf2015),
        entries: tensorFlow2015Layers.flatMap { tensorFlow2015Entries(source: $0.source, target: $0.target) },
        // The classifier, and the shapes, axes and scales of the graph's plumbing.
        ignored: ["softmax/", "shape", "dim", "/size", "/y", "/contents"])

    /// TF-slim's checkpoint, `inception_v3.ckpt` of `inception_v3_2016_08_28.tar.gz`, and those trained on from it.
    private static let slim2016 = WeightConvention(
        name: "tensorflow-slim", manifest: manifest(.slim2016),
        entries: slim2016Layers.flatMap { layer in
            let source = "InceptionV3/" + layer.source
            return [
                WeightConvention.Entry(source + "/weights", layer.target + ".conv.weight", .convolutionHWIO),
                WeightConvention.Entry(source + "/BatchNorm/beta", layer.target + ".bn.bias"),
                WeightConvention.Entry(source + "/BatchNorm/moving_mean", layer.target + ".bn.running_mean"),
                WeightConvention.Entry(source + "/BatchNorm/moving_variance", layer.target + ".bn.running_var"),
            ]
        },
        // The classifiers, and what optimisers keep beside the weights.
        ignored: ["InceptionV3/AuxLogits/", "InceptionV3/Logits/", "global_step", "/RMSProp", "/RMSProp_1", "/Momentum", "/Adam", "/Adam_1"])

    /// The five tensors of a layer.
    private static func tensorFlow2015Entries(source: String, target: String) -> [WeightConvention.Entry] {
        [
            WeightConvention.Entry(source + "/conv2d_params", target + ".conv.weight", .convolutionHWIO),
            WeightConvention.Entry(source + "/batchnorm/gamma", target + ".bn.weight"),
            WeightConvention.Entry(source + "/batchnorm/beta", target + ".bn.bias"),
            WeightConvention.Entry(source + "/batchnorm/moving_mean", target + ".bn.running_mean"),
            WeightConvention.Entry(source + "/batchnorm/moving_variance", target + ".bn.running_var"),
        ]
    }
}
