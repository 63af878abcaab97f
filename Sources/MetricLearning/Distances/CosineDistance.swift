import Kernels
import Tensors

/// The cosine distance `1 - a . r` of unit rows, in 0...2.
enum CosineDistance {
    /// - Parameters:
    ///   - anchors: `[queries, width]`, rows of unit length.
    ///   - references: `[references, width]`, rows of unit length.
    static func forward(anchors: Matrix, references: Matrix) -> Matrix {
        var distances = Matrix(rows: anchors.rows, columns: references.rows, repeating: 1)
        multiplyConcurrently(anchors, .asIs, references, .transposed, into: &distances, scale: -1, keep: 1)
        return distances
    }

    /// Adds the gradients of the unit rows, given the slopes along the distances.
    static func backward(
        slopes: Matrix, anchors: Matrix, references: Matrix, addingTo anchorGradient: inout Matrix, _ referenceGradient: inout Matrix
    ) {
        multiplyConcurrently(slopes, .asIs, references, into: &anchorGradient, scale: -1, keep: 1)
        multiplyConcurrently(slopes, .transposed, anchors, into: &referenceGradient, scale: -1, keep: 1)
    }
}
