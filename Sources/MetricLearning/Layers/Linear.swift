import Kernels
import Tensors

/// An affine map of rows, `y = x W^T + b`.
///
/// **Shapes**: x `[rows, in]`, W `[out, in]` as PyTorch stores it, b `[out]`, y `[rows, out]`.
struct Linear {
    let weight: Parameter
    let bias: Parameter

    var parameters: [Parameter] { [weight, bias] }

    /// - Parameter bound: half the width of the uniform distribution the weights start from; biases start at zero.
    init(name: String, inputs: Int, outputs: Int, bound: Double, seed: UInt64) {
        weight = Parameter(name: "\(name).weight", rows: outputs, columns: inputs, bound: bound, seed: seed)
        bias = Parameter(name: "\(name).bias", zeros: outputs)
    }

    init(weight: Parameter, bias: Parameter) {
        self.weight = weight
        self.bias = bias
    }

    func forward(_ x: Matrix, into y: inout Matrix) { affine(x, weight: weight.value, bias: bias.value.values, into: &y) }

    func forward(_ x: Matrix) -> Matrix {
        var y = Matrix(rows: x.rows, columns: weight.value.rows)
        forward(x, into: &y)
        return y
    }

    /// `x W^T` without the bias, for whoever adds it in a pass of its own.
    func product(_ x: Matrix, into y: inout Matrix) { multiplyConcurrently(x, .asIs, weight.value, .transposed, into: &y) }

    /// Adds the gradients of W and b, given the forward input and the gradient of the output.
    func accumulate(input x: Matrix, gradient dy: Matrix) {
        weight.accumulate { gradient, keep in multiplyConcurrently(dy, .transposed, x, into: &gradient, keep: keep) }
        addColumnSums(of: dy, to: &bias.gradient)
    }

    /// The gradient of the input, `dx = dy W`, scaled into `keep dx`.
    func inputGradient(_ dy: Matrix, into dx: inout Matrix, keep: Float = 0) {
        multiplyConcurrently(dy, .asIs, weight.value, into: &dx, keep: keep)
    }
}

/// `y = x W^T + b`; y already has its shape.
func affine(_ x: Matrix, weight: Matrix, bias: [Float], into y: inout Matrix) {
    let columns = y.columns
    y.values.withUnsafeMutableBufferPointer { y in
        bias.withUnsafeBufferPointer { bias in
            for start in stride(from: 0, to: y.count, by: columns) {
                for column in 0..<columns { y[start + column] = bias[column] }
            }
        }
    }
    multiplyConcurrently(x, .asIs, weight, .transposed, into: &y, keep: 1)
}

private func addColumnSums(of matrix: Matrix, to sums: inout Matrix) {
    let columns = matrix.columns
    matrix.values.withUnsafeBufferPointer { values in
        sums.values.withUnsafeMutableBufferPointer { sums in
            nonisolated(unsafe) let (values, sums) = (values, sums)   // parts are disjoint columns
            ConcurrentParts.run(columns, part: 256) { part in
                let vectors = part.lowerBound + part.count / 8 * 8
                for start in stride(from: 0, to: values.count, by: columns) {
                    for column in stride(from: part.lowerBound, to: vectors, by: 8) {
                        sums.setEight(at: column, to: sums.eight(at: column) + values.eight(at: start + column))
                    }
                    for column in vectors..<part.upperBound { sums[column] += values[start + column] }
                }
            }
        }
    }
}
