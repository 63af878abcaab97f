/// Where the features leave Inception V3: the mean over positions of what a block gives. Blocks after it are not computed.
///
/// Source: names of torchvision's modules; a wide network's middle layers as features are the practice of torch-fidelity and
/// pytorch-fid.
public enum InceptionTap: String, Hashable, Sendable, CaseIterable {
    /// The last block's means, 2048 wide: what the classifier reads.
    case pool
    case mixed5b = "Mixed_5b"
    case mixed5c = "Mixed_5c"
    case mixed5d = "Mixed_5d"
    case mixed6a = "Mixed_6a"
    case mixed6b = "Mixed_6b"
    case mixed6c = "Mixed_6c"
    case mixed6d = "Mixed_6d"
    case mixed6e = "Mixed_6e"
    case mixed7a = "Mixed_7a"
    case mixed7b = "Mixed_7b"
    /// The same as ``pool``.
    case mixed7c = "Mixed_7c"

    /// The blocks in the order in which pictures pass them.
    static let blocks = allCases.filter { $0 != .pool }

    /// What sets features of this tap apart from the usual ones; nil where they are the usual ones.
    public var distinction: String? { self == .pool || self == .mixed7c ? nil : rawValue }
}
