import Kernels
import Tensors

/// Bias, ReLU and dropout of a hidden layer in one pass over its products.
enum HiddenActivation {
    /// Elements of a part; a multiple of eight, as dropout asks, and few enough to stay in a core's first cache.
    private static let part = 1 << 13

    /// `y = dropout(max(y + b, 0))`, in place.
    static func forward(_ y: inout Matrix, bias: Matrix, dropout: inout Dropout) {
        dropout.draw()
        let columns = y.columns
        y.values.withUnsafeMutableBufferPointer { y in
            bias.values.withUnsafeBufferPointer { bias in
                nonisolated(unsafe) let (y, bias) = (y, bias)   // parts are disjoint
                let dropout = dropout
                ConcurrentParts.run(y.count, part: part) { range in
                    rectify(y, range, bias: bias, columns: columns)
                    if dropout.isActive { dropout.apply(to: y, range) }
                }
            }
        }
    }

    /// Turns the gradient of the output into that of the products. What was dropped or not above zero is 0 in the output.
    static func backward(_ gradient: inout Matrix, output: Matrix, dropout: Dropout) {
        let scale = dropout.scale
        output.values.withUnsafeBufferPointer { output in
            gradient.values.withUnsafeMutableBufferPointer { gradient in
                nonisolated(unsafe) let (output, gradient) = (output, gradient)   // parts are disjoint
                ConcurrentParts.run(gradient.count, part: part) { range in
                    var index = range.lowerBound
                    while index + 8 <= range.upperBound {
                        let passed = output.eight(at: index) .> 0
                        gradient.setEight(at: index, to: SIMD8<Float>.zero.replacing(with: scale * gradient.eight(at: index), where: passed))
                        index += 8
                    }
                    for index in index..<range.upperBound { gradient[index] = output[index] > 0 ? scale * gradient[index] : 0 }
                }
            }
        }
    }

    /// `max(y + b, 0)` row by row within the range, which may begin and end inside a row.
    private static func rectify(
        _ y: UnsafeMutableBufferPointer<Float>, _ range: Range<Int>, bias: UnsafeBufferPointer<Float>, columns: Int
    ) {
        var index = range.lowerBound
        while index < range.upperBound {
            let column = index % columns
            let end = min(index + columns - column, range.upperBound)
            let offset = index - column
            while index + 8 <= end {
                let sum = y.eight(at: index) + bias.eight(at: index - offset)
                y.setEight(at: index, to: sum.replacing(with: 0, where: sum .<= 0))   // NaN stays, to be found
                index += 8
            }
            while index < end {
                y[index] = max(y[index] + bias[index - offset], 0)
                index += 1
            }
        }
    }
}
