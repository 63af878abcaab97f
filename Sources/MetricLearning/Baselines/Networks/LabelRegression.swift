import Tensors

/// Labels as rows of zeros with a one at the class, and the distance of predictions to them.
enum LabelRegression {
    /// How the distances of the rows become one number.
    enum Form {
        /// `||O - Y||_F / n`, the Frobenius norm of all rows together.
        case frobenius
        /// The mean over the rows of `||o_i - y_i||`.
        case rowMean
    }

    /// - Parameter output: `[rows, classes]`.
    /// - Returns: the distance, and its gradient with respect to `output` times `weight`; the gradient is 0 where a norm is 0.
    static func evaluate(_ output: Matrix, labels: [Int], form: Form, weight: Double) -> (value: Double, gradient: Matrix) {
        var residual = output
        for (row, label) in labels.enumerated() { residual[row, label] -= 1 }
        let norms = (0..<residual.rows).map { row in
            residual.row(row).reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
        }
        let n = Double(residual.rows)
        let whole = norms.reduce(0) { $0 + $1 * $1 }.squareRoot()
        for row in 0..<residual.rows {
            let norm = form == .frobenius ? whole : norms[row]
            let scale = norm > 0 ? Float(weight / (n * norm)) : 0
            for column in 0..<residual.columns { residual[row, column] *= scale }
        }
        return (form == .frobenius ? whole / n : norms.reduce(0, +) / n, residual)
    }
}
