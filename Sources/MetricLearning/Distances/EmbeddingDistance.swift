import Kernels
import Tensors

/// How far apart two embeddings are; smaller is always closer.
public enum EmbeddingDistance: Sendable, Hashable {
    /// ``CosineDistance``, of rows of unit length.
    case cosine
    /// The inner product's negative, of rows as they are.
    case innerProduct

    /// - Parameters:
    ///   - anchors: `[queries, width]`, of unit length for the cosine.
    ///   - references: `[references, width]`, likewise.
    func forward(anchors: Matrix, references: Matrix) -> Matrix {
        switch self {
        case .cosine: return CosineDistance.forward(anchors: anchors, references: references)
        case .innerProduct:
            var distances = Matrix(rows: anchors.rows, columns: references.rows)
            multiplyConcurrently(anchors, .asIs, references, .transposed, into: &distances, scale: -1)
            return distances
        }
    }

    /// Adds the gradients of the rows. Both distances fall with the inner product, so their slopes pass on alike.
    func backward(
        slopes: Matrix, anchors: Matrix, references: Matrix, addingTo anchorGradient: inout Matrix, _ referenceGradient: inout Matrix
    ) {
        CosineDistance.backward(slopes: slopes, anchors: anchors, references: references, addingTo: &anchorGradient, &referenceGradient)
    }
}
