import Tensors

/// How a label projection is held to the labels.
public enum LabelLoss: String, CaseIterable, Sendable {
    /// ``SoftmaxCrossEntropy``.
    case crossEntropy = "cross-entropy"
    /// The squared distance to the label's one-hot vector.
    case oneHot = "one-hot"

    /// - Parameters:
    ///   - scores: `[rows, classes]`.
    ///   - labels: one class a row.
    /// - Returns: the mean over the rows, and its gradient with respect to the scores times `weight`.
    func evaluate(_ scores: Matrix, labels: [Int], weight: Double) -> (value: Double, gradient: Matrix) {
        switch self {
        case .crossEntropy: return SoftmaxCrossEntropy.evaluate(scores, labels: labels, weight: weight)
        case .oneHot:
            var target = Matrix(rows: scores.rows, columns: scores.columns)
            for (row, label) in labels.enumerated() { target[row, label] = 1 }
            // The mean over all elements, times the classes.
            let classes = Double(scores.columns)
            let result = MeanSquaredError.evaluate(scores, target: target, weight: weight * classes)
            return (result.value * classes, result.gradient)
        }
    }
}
