@testable import MetricLearning
import Tensors
import Testing

@Suite struct CosineDistanceTests {
    @Test func equalOppositeAndRightAngled() {
        let d = CosineDistance.forward(anchors: Matrix([[1, 0]]), references: Matrix([[1, 0], [-1, 0], [0, 1]]))
        #expect(d == Matrix([[0, 2, 1]]))
    }

    @Test func gradientsAgreeWithDifferences() {
        let a = normal(4, 3, seed: 1), r = normal(5, 3, seed: 2), slopes = normal(4, 5, seed: 3)
        var da = Matrix(rows: 4, columns: 3), dr = Matrix(rows: 5, columns: 3)
        CosineDistance.backward(slopes: slopes, anchors: a, references: r, addingTo: &da, &dr)
        expectGradient(da, at: a) { dot(CosineDistance.forward(anchors: $0, references: r), slopes) }
        expectGradient(dr, at: r) { dot(CosineDistance.forward(anchors: a, references: $0), slopes) }
    }
}
