/// Which of torchvision's published weights a ResNet-50 has. The layers and parameter names are the same, but the weights were
/// trained with other recipes and published with another resize, so pictures for one are not right for the other.
public enum ResNet50Variant: String, Hashable, Sendable, CaseIterable {
    /// torchvision's `IMAGENET1K_V1`: the training of He et al., 76.1 % top-1 on ImageNet.
    case imageNet1KV1 = "imagenet1k-v1"
    /// torchvision's `IMAGENET1K_V2`: a longer training with stronger augmentation, 80.9 % top-1 on ImageNet.
    case imageNet1KV2 = "imagenet1k-v2"

    /// How its pictures are resized and scaled.
    public var recipe: ImagePreprocessor.Recipe {
        switch self {
        case .imageNet1KV1: .imageNet1KV1
        case .imageNet1KV2: .imageNet1KV2
        }
    }

    /// The file that torchvision publishes, and the first digits of its SHA-256, which are part of its name.
    ///
    /// Source: `ResNet50_Weights` in torchvision/models/resnet.py.
    public var publishedFile: (address: String, digestPrefix: String) {
        switch self {
        case .imageNet1KV1: ("https://download.pytorch.org/models/resnet50-0676ba61.pth", "0676ba61")
        case .imageNet1KV2: ("https://download.pytorch.org/models/resnet50-11ad3fa6.pth", "11ad3fa6")
        }
    }
}
