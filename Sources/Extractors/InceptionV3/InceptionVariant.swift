import Kernels

/// Which Inception V3: the same layers and parameter names, but other pooling, so weights of one do not serve the other.
public enum InceptionVariant: String, Hashable, Sendable, CaseIterable {
    /// torchvision's: average pools count the padding as zeros.
    case torchvision
    /// The TensorFlow graph of December 2015, used by YouTube-8M and by the FID: average pools leave the padding out, and
    /// the last block's pool branch takes the maximum.
    case tf2015

    /// How its pictures are resized and scaled.
    public var recipe: ImagePreprocessor.Recipe { self == .torchvision ? .torchvision : .tensorFlow2015 }

    var averageRule: PoolingRule { self == .torchvision ? .averageCountingPadding : .averageWithoutPadding }

    /// The pool branch of the last block.
    var lastPoolRule: PoolingRule { self == .torchvision ? averageRule : .maximum }
}
