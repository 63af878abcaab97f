import Tensors

/// The Euclidean length of all gradients together.
func gradientNorm(of parameters: [Parameter]) -> Double {
    var total = 0.0
    for parameter in parameters {
        let columns = parameter.gradient.columns
        parameter.gradient.values.withUnsafeBufferPointer { values in
            for start in stride(from: 0, to: values.count, by: columns) {
                var squares = SIMD8<Float>.zero
                var index = start
                while index + 8 <= start + columns {
                    let vector = values.eight(at: index)
                    squares += vector * vector
                    index += 8
                }
                total += Double(squares.sum())
                for index in index..<(start + columns) { total += Double(values[index] * values[index]) }
            }
        }
    }
    return total.squareRoot()
}
