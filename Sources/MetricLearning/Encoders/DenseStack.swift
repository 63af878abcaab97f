import Tensors

/// The trained counterpart of a multilayer perceptron: affine layers with an activation between them, read only.
///
/// The tensor `name.activation` holds one number, the place of the activation in ``activations``; without it, it is ReLU.
struct DenseStack: Sendable, Hashable {
    struct Layer: Sendable, Hashable {
        /// `[out, in]`.
        let weight: Matrix
        let bias: [Float]
    }

    let layers: [Layer]
    let activation: Activation

    /// In the order of their numbers, which files keep: new ones go to the end.
    private static let activations: [Activation] = [.relu, .tanh]

    /// What stands for an activation in a file; nil for the one that needs no mention.
    static func tensor(of activation: Activation) -> Tensor? {
        guard let number = activations.firstIndex(of: activation), number > 0 else { return nil }
        return Tensor(shape: [1], values: [Float(number)])
    }

    var inputWidth: Int { layers[0].weight.columns }
    var outputWidth: Int { layers[layers.count - 1].weight.rows }

    /// Takes the layers `name.0`, `name.1`, ... out of `tensors`.
    ///
    /// - Throws: ``MetricLearningError`` for a missing tensor and for shapes that do not chain.
    init(taking name: String, from tensors: inout [String: Tensor]) throws(MetricLearningError) {
        var layers: [Layer] = []
        repeat {
            let width = layers.last?.weight.rows
            layers.append(try Layer(taking: "\(name).\(layers.count)", inputs: width, from: &tensors))
        } while tensors["\(name).\(layers.count).weight"] != nil
        self.layers = layers
        activation = try Self.activation(taking: "\(name).activation", from: &tensors)
    }

    private static func activation(taking name: String, from tensors: inout [String: Tensor]) throws(MetricLearningError) -> Activation {
        guard tensors[name] != nil else { return .relu }
        let tensor = try tensors.take(name)
        guard tensor.shape == [1], let number = Int(exactly: tensor.values[0]), activations.indices.contains(number) else {
            throw .tensorShape(name: name, shape: tensor.shape, expected: "[1], holding a whole number below \(activations.count)")
        }
        return activations[number]
    }

    /// The outputs of the last layer, computed in blocks of rows so that memory stays bounded.
    func callAsFunction(_ x: Matrix) -> Matrix {
        let block = 2_048
        var result: [Float] = []
        result.reserveCapacity(x.rows * outputWidth)
        for start in stride(from: 0, to: x.rows, by: block) {
            let end = min(start + block, x.rows)
            let values = Array(x.values[(start * x.columns)..<(end * x.columns)])
            result.append(contentsOf: apply(Matrix(rows: end - start, columns: x.columns, values: values)).values)
        }
        return Matrix(rows: x.rows, columns: outputWidth, values: result)
    }

    private func apply(_ x: Matrix) -> Matrix {
        var x = x
        for (index, layer) in layers.enumerated() {
            if index > 0 { activation.forward(&x) }
            x = layer(x)
        }
        return x
    }
}

extension DenseStack.Layer {
    /// `x W^T + b`.
    func callAsFunction(_ x: Matrix) -> Matrix {
        var y = Matrix(rows: x.rows, columns: weight.rows)
        affine(x, weight: weight, bias: bias, into: &y)
        return y
    }

    /// The layer under `name`, nil if no tensor's name begins so.
    static func optional(
        taking name: String, inputs: Int, from tensors: inout [String: Tensor]
    ) throws(MetricLearningError) -> DenseStack.Layer? {
        guard tensors.keys.contains(where: { $0.hasPrefix("\(name).") }) else { return nil }
        return try DenseStack.Layer(taking: name, inputs: inputs, from: &tensors)
    }

    /// As a model file holds it.
    func tensors(named name: String) -> [String: Tensor] {
        ["\(name).weight": Tensor(weight), "\(name).bias": Tensor(shape: [bias.count], values: bias)]
    }

    /// - Parameters:
    ///   - inputs: the width of the layer below; nil for the first layer.
    init(taking name: String, inputs: Int?, from tensors: inout [String: Tensor]) throws(MetricLearningError) {
        let weight = try tensors.take("\(name).weight")
        let bias = try tensors.take("\(name).bias")
        guard weight.shape.count == 2, weight.shape[0] > 0, weight.shape[1] > 0, inputs == nil || weight.shape[1] == inputs else {
            throw .tensorShape(name: "\(name).weight", shape: weight.shape, expected: "[outputs, \(inputs.map(String.init) ?? "inputs")]")
        }
        guard bias.shape == [weight.shape[0]] else {
            throw .tensorShape(name: "\(name).bias", shape: bias.shape, expected: "[\(weight.shape[0])]")
        }
        self.weight = Matrix(rows: weight.shape[0], columns: weight.shape[1], values: weight.values)
        self.bias = bias.values
    }
}

extension [String: Tensor] {
    fileprivate mutating func take(_ name: String) throws(MetricLearningError) -> Tensor {
        guard let tensor = removeValue(forKey: name) else { throw .missingTensor(name: name) }
        guard tensor.values.allSatisfy(\.isFinite) else { throw .tensorNotFinite(name: name) }
        return tensor
    }
}
