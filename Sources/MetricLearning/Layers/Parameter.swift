import Tensors

/// A trained tensor with the gradient of the last step.
///
/// A reference, because the network that uses it and the optimiser that moves it share it; it stays on the thread that trains.
final class Parameter {
    /// As the model file spells it: `audio.encoder.0.weight`.
    let name: String
    let shape: [Int]
    /// Vectors are one row.
    var value: Matrix
    private var accumulated: Matrix
    private var isCleared = true

    init(name: String, shape: [Int], value: Matrix) {
        self.name = name
        self.shape = shape
        self.value = value
        accumulated = Matrix(rows: value.rows, columns: value.columns)
    }

    /// A matrix with values uniform in +-`bound`, drawn from a stream of its own, so that no other parameter shifts it.
    convenience init(name: String, rows: Int, columns: Int, bound: Double, seed: UInt64) {
        var generator = SeededGenerator(seed: seed, stream: "initial.\(name)")
        var value = Matrix(rows: rows, columns: columns)
        for index in value.values.indices { value.values[index] = Float(generator.uniform(-bound...bound)) }
        self.init(name: name, shape: [rows, columns], value: value)
    }

    /// A vector of zeros.
    convenience init(name: String, zeros count: Int) {
        self.init(name: name, shape: [count], value: Matrix(rows: 1, columns: count))
    }

    var tensor: Tensor { Tensor(shape: shape, values: value.values) }

    /// What the losses added since it was cleared.
    var gradient: Matrix {
        get {
            settle()
            return accumulated
        }
        _modify {
            settle()
            yield &accumulated
        }
    }

    /// Clears the gradient without touching its memory: the first product of a step overwrites it.
    func clearGradient() { isCleared = true }

    /// Adds to the gradient: `body` gets the matrix and what of it to keep, 0 for the first addition and 1 from then on.
    func accumulate(_ body: (_ gradient: inout Matrix, _ keep: Float) -> Void) {
        body(&accumulated, isCleared ? 0 : 1)
        isCleared = false
    }

    /// Zeroes a gradient nothing was added to.
    private func settle() {
        guard isCleared else { return }
        accumulated.values.withUnsafeMutableBufferPointer { $0.update(repeating: 0) }
        isCleared = false
    }
}
