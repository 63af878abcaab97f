/// How wide the uniform distribution is that a layer's weights start from.
public enum InitialWeights: String, CaseIterable, Sendable {
    /// He et al., arXiv 1502.01852: +-sqrt(6/in) where a ReLU follows and +-sqrt(3/in) at the end, so that outputs start as wide as
    /// inputs are.
    case kaiming
    /// +-1/sqrt(in), what PyTorch's `nn.Linear` starts from: every layer shrinks, so embeddings start near zero.
    case fanIn = "fan-in"

    /// Half the width.
    ///
    /// - Parameters:
    ///   - inputs: of the layer.
    ///   - isActivated: whether an activation follows.
    func bound(inputs: Int, isActivated: Bool) -> Double {
        let squared = switch self {
        case .kaiming: isActivated ? 6.0 : 3.0
        case .fanIn: 1.0
        }
        return (squared / Double(inputs)).squareRoot()
    }
}
