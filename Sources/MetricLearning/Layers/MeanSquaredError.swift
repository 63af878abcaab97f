import Tensors

/// The mean over all elements of the squared difference.
enum MeanSquaredError {
    /// - Returns: the mean, and its gradient with respect to `output` times `weight`.
    static func evaluate(_ output: Matrix, target: Matrix, weight: Double) -> (value: Double, gradient: Matrix) {
        precondition(output.rows == target.rows && output.columns == target.columns)
        var gradient = output
        let columns = output.columns
        let count = Double(output.values.count)
        let scale = Float(2 * weight / count)
        var total = 0.0
        target.values.withUnsafeBufferPointer { target in
            gradient.values.withUnsafeMutableBufferPointer { values in
                for start in stride(from: 0, to: values.count, by: columns) {
                    var squares = SIMD8<Float>.zero
                    var index = start
                    while index + 8 <= start + columns {
                        let difference = values.eight(at: index) - target.eight(at: index)
                        squares += difference * difference
                        values.setEight(at: index, to: scale * difference)
                        index += 8
                    }
                    total += Double(squares.sum())
                    for index in index..<(start + columns) {
                        let difference = values[index] - target[index]
                        total += Double(difference * difference)
                        values[index] = scale * difference
                    }
                }
            }
        }
        return (total / count, gradient)
    }
}
