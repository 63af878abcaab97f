@testable import MetricLearning
import Tensors
import Testing

@Suite struct PairedReciprocalRankTests {
    @Test func byHand() {
        // Ranks of the paired item: 1, 3, and 3 in a tie of all where its row comes last.
        let gallery = Matrix([[1, 0], [0.6, 0.8], [1, 0]])
        let queries = Matrix([[2, 0], [0.9, 0.1], [0, 0]])
        #expect(abs(pairedReciprocalRank(queries: queries, gallery: gallery) - (1 + 1.0 / 3 + 1.0 / 3) / 3) < 1e-12)
    }

    @Test func blocksAgreeWithALoop() {
        let count = 700
        let q = RowNormalization(normal(count, 6, seed: 1)).output, g = RowNormalization(normal(count, 6, seed: 2)).output
        var total = 0.0
        for row in 0..<count {
            let scores = (0..<count).map { other in zip(q.row(row), g.row(other)).reduce(Float(0)) { $0 + $1.0 * $1.1 } }
            total += 1 / Double(1 + scores.count { $0 > scores[row] })
        }
        #expect(abs(pairedReciprocalRank(queries: q, gallery: g) - total / Double(count)) < 1e-4)
        #expect(pairedReciprocalRank(queries: g, gallery: g) == 1)
    }

    @Test func nothingIsZero() {
        #expect(pairedReciprocalRank(queries: Matrix(rows: 0, columns: 3), gallery: Matrix(rows: 0, columns: 3)) == 0)
    }
}
