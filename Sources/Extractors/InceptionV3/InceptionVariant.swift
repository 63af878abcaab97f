import Kernels

/// Which Inception V3: the same layers and parameter names, but other pooling, so weights of one do not serve the other.
public enum InceptionVariant: String, Hashable, Sendable, CaseIterable {
    /// torchvision's: average pools count the padding as zeros.
    case torchvision
    /// The TensorFlow graph of December 2015, used by YouTube-8M and by the FID: average pools leave the padding out, and
    /// the last block's pool branch takes the maximum.
    case tf2015
    /// TF-slim's checkpoint of 28 August 2016, 1,001 classes: average pools leave the padding out, in the last block too, and
    /// the batch normalisations have no scale.
    ///
    /// Source: research/slim/nets/inception_v3.py and preprocessing/inception_preprocessing.py of github.com/tensorflow/models.
    case slim2016

    /// How its pictures are resized and scaled.
    public var recipe: ImagePreprocessor.Recipe {
        switch self {
        case .torchvision: .torchvision
        case .tf2015: .tensorFlow2015
        case .slim2016: .tensorFlowSlim
        }
    }

    var averageRule: PoolingRule { self == .torchvision ? .averageCountingPadding : .averageWithoutPadding }

    /// The pool branch of the last block.
    var lastPoolRule: PoolingRule { self == .tf2015 ? .maximum : averageRule }

    /// Whether the batch normalisations multiply by a learned scale.
    var hasBatchNormScale: Bool { self != .slim2016 }
}
