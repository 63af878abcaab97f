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

    /// A hidden layer in training: the affine map, the activation, and dropout.
    func hide(_ layer: Linear, _ x: Matrix, into output: inout Matrix, dropout: inout Dropout) {
        switch self {
        case .relu:
            layer.product(x, into: &output)
            HiddenActivation.forward(&output, bias: layer.bias.value, dropout: &dropout)
        case .tanh:
            layer.forward(x, into: &output)
            HyperbolicTangent.forward(&output)
            dropout.forward(&output)
        }
    }

    /// Turns the gradient of what ``hide(_:_:into:dropout:)`` gave into that of the affine map's output.
    func backward(_ gradient: inout Matrix, output: Matrix, dropout: Dropout) {
        switch self {
        case .relu: HiddenActivation.backward(&gradient, output: output, dropout: dropout)
        case .tanh:
            dropout.backward(&gradient)
            HyperbolicTangent.backward(&gradient, output: output, scale: dropout.scale)
        }
    }
}
