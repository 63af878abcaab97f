import Tensors

/// What stands between the layers of an encoder.
public enum Activation: String, CaseIterable, Sendable {
    case relu
    case tanh

    func forward(_ x: inout Matrix) {
        switch self {
        case .relu: Rectifier.forward(&x)
        case .tanh: HyperbolicTangent.forward(&x)
        }
    }

    /// Turns the gradient of the output into that of the input.
    ///
    /// - Parameters:
    ///   - output: what the forward pass gave, after dropout, which multiplied what it kept with `scale`.
    func backward(_ gradient: inout Matrix, output: Matrix, scale: Float) {
        switch self {
        case .relu: Rectifier.backward(&gradient, output: output)
        case .tanh: HyperbolicTangent.backward(&gradient, output: output, scale: scale)
        }
    }
}
