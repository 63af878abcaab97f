import Tensors

/// Affine layers with an activation and dropout between them, and nothing after the last.
///
/// Keeps the activations of its last forward pass for the backward pass, and their memory for the next one.
final class MultilayerPerceptron {
    let layers: [Linear]
    private let name: String
    private let activation: Activation
    private var dropouts: [Dropout]
    private var input = Matrix(rows: 0, columns: 0)
    private var outputs: [Matrix]
    private var gradients: [Matrix]

    /// - Parameters:
    ///   - widths: of the input, every hidden layer and the output.
    ///   - shared: a last layer that another network has too, in place of one of its own.
    init(
        name: String, widths: [Int], dropout: Double, seed: UInt64, activation: Activation = .relu,
        initialWeights: InitialWeights = .kaiming, shared: Linear? = nil
    ) {
        let last = widths.count - 2
        self.name = name
        self.activation = activation
        layers = (0...last).map { index in
            if index == last, let shared { return shared }
            let bound = initialWeights.bound(inputs: widths[index], isActivated: index < last)
            return Linear(name: "\(name).\(index)", inputs: widths[index], outputs: widths[index + 1], bound: bound, seed: seed)
        }
        dropouts = (0..<last).map { Dropout(rate: dropout, seed: seed, stream: "dropout.\(name).\($0)") }
        outputs = layers.map { Matrix(rows: 0, columns: $0.weight.value.rows) }
        gradients = outputs
    }

    var parameters: [Parameter] { layers.flatMap(\.parameters) }

    /// The trained layers as a model file names them, whatever a shared one is called here.
    var tensors: [String: Tensor] {
        var tensors: [String: Tensor] = [:]
        for (index, layer) in layers.enumerated() {
            tensors["\(name).\(index).weight"] = layer.weight.tensor
            tensors["\(name).\(index).bias"] = layer.bias.tensor
        }
        tensors["\(name).activation"] = DenseStack.tensor(of: activation)
        return tensors
    }

    var outputWidth: Int { layers[layers.count - 1].weight.value.rows }

    /// The random state of the dropouts, in the order of the layers.
    var generators: [SeededGenerator] {
        get { dropouts.map(\.generator) }
        set { for (index, generator) in newValue.enumerated() { dropouts[index].generator = generator } }
    }

    /// The output for `x` without dropout; leaves the state of the last forward pass alone.
    func evaluate(_ x: Matrix) -> Matrix {
        var x = x
        for (index, layer) in layers.enumerated() {
            x = layer.forward(x)
            if index < dropouts.count { activation.forward(&x) }
        }
        return x
    }

    /// The output for `x`, with dropout.
    func forward(_ x: Matrix) -> Matrix {
        input = x
        for (index, layer) in layers.enumerated() {
            if outputs[index].rows != x.rows { outputs[index] = Matrix(rows: x.rows, columns: outputs[index].columns) }
            let below = index == 0 ? x : outputs[index - 1]
            if index < dropouts.count {
                activation.hide(layer, below, into: &outputs[index], dropout: &dropouts[index])
            } else {
                layer.forward(below, into: &outputs[index])
            }
        }
        return outputs[layers.count - 1]
    }

    /// Adds the parameters' gradients, given the gradient of the last output.
    func backward(_ gradient: Matrix) { _ = descend(gradient) }

    /// The same, and adds the gradient of the input to `inputGradient`.
    func backward(_ gradient: Matrix, addingTo inputGradient: inout Matrix) {
        layers[0].inputGradient(descend(gradient), into: &inputGradient, keep: 1)
    }

    /// - Returns: the gradient of the first layer's output.
    private func descend(_ gradient: Matrix) -> Matrix {
        var gradient = gradient
        for index in layers.indices.reversed() {
            layers[index].accumulate(input: index == 0 ? input : outputs[index - 1], gradient: gradient)
            guard index > 0 else { break }
            let below = index - 1
            if gradients[below].rows != gradient.rows { gradients[below] = Matrix(rows: gradient.rows, columns: gradients[below].columns) }
            layers[index].inputGradient(gradient, into: &gradients[below])
            activation.backward(&gradients[below], output: outputs[below], dropout: dropouts[below])
            gradient = gradients[below]
        }
        return gradient
    }
}
