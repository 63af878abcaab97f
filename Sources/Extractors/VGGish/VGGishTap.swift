/// Where the features leave VGGish: its last layer with or without the ReLU behind it.
public enum VGGishTap: String, Hashable, Sendable, CaseIterable {
    /// After the ReLU: torchvggish, and the first releases of Google's code.
    case relu
    /// Before it: Google's code since its embedding layer lost its activation.
    ///
    /// Source: `vggish_slim.py` of github.com/tensorflow/models, `activation_fn=None` at `fc2`.
    case preActivation = "pre-activation"

    /// What sets features of this tap apart from the usual ones; nil where they are the usual ones.
    public var distinction: String? { self == .relu ? nil : rawValue }
}
