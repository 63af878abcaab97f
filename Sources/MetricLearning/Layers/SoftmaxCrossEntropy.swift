import Foundation
import Tensors

/// Softmax over a row's scores and the cross-entropy with its label, averaged over the rows.
enum SoftmaxCrossEntropy {
    /// - Parameters:
    ///   - scores: `[rows, classes]`.
    ///   - labels: one class a row.
    /// - Returns: the mean of `-log p(label)`, and its gradient with respect to the scores times `weight`.
    static func evaluate(_ scores: Matrix, labels: [Int], weight: Double) -> (value: Double, gradient: Matrix) {
        var gradient = scores
        var total = 0.0
        let columns = scores.columns
        let scale = weight / Double(scores.rows)
        gradient.values.withUnsafeMutableBufferPointer { values in
            for (row, label) in labels.enumerated() {
                let probabilities = UnsafeMutableBufferPointer(rebasing: values[(row * columns)..<((row + 1) * columns)])
                let score = Double(probabilities[label])
                total += softmax(probabilities) - score
                for column in 0..<columns {
                    probabilities[column] = Float(scale * (Double(probabilities[column]) - (column == label ? 1 : 0)))
                }
            }
        }
        return (total / Double(scores.rows), gradient)
    }
}

/// Turns scores into probabilities in place and returns the logarithm of the sum of their exponentials.
@discardableResult
func softmax(_ scores: UnsafeMutableBufferPointer<Float>) -> Double {
    guard let top = scores.max() else { return -.infinity }
    var sum = 0.0
    for index in scores.indices { sum += exp(Double(scores[index] - top)) }
    for index in scores.indices { scores[index] = Float(exp(Double(scores[index] - top)) / sum) }
    return Double(top) + log(sum)
}
