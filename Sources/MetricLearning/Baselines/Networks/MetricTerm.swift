import Tensors

/// A metric loss by the cosine distances between two sets of unit rows, with its gradients.
enum MetricTerm {
    /// - Parameters:
    ///   - weight: what the gradients are multiplied with.
    /// - Returns: the loss, and the gradients of the unit rows.
    static func evaluate(
        _ loss: any MetricLoss, anchors: Matrix, references: Matrix, _ masks: PairMasks, weight: Double
    ) -> (loss: ReducedLoss, anchorGradient: Matrix, referenceGradient: Matrix) {
        let reduced = loss.reducer(loss(CosineDistance.forward(anchors: anchors, references: references), masks))
        var slopes = reduced.slopes
        slopes.scale(by: Float(weight))
        var anchorGradient = Matrix(rows: anchors.rows, columns: anchors.columns)
        var referenceGradient = Matrix(rows: references.rows, columns: references.columns)
        CosineDistance.backward(
            slopes: slopes, anchors: anchors, references: references, addingTo: &anchorGradient, &referenceGradient)
        return (reduced, anchorGradient, referenceGradient)
    }
}

extension Matrix {
    mutating func scale(by factor: Float) {
        for index in values.indices { values[index] *= factor }
    }

    /// This matrix's rows, then the other's.
    func stacked(on other: Matrix) -> Matrix {
        precondition(columns == other.columns)
        return Matrix(rows: rows + other.rows, columns: columns, values: values + other.values)
    }

    /// The first `count` rows and the rest.
    func split(at count: Int) -> (Matrix, Matrix) {
        (Matrix(rows: count, columns: columns, values: Array(values[..<(count * columns)])),
         Matrix(rows: rows - count, columns: columns, values: Array(values[(count * columns)...])))
    }
}
