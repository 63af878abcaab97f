@testable import MetricLearning
import Tensors
import Testing

@Suite struct TripletMarginLossTests {
    /// Every triplet, one by one, with the same rounded key.
    private func enumerated(_ d: Matrix, _ masks: PairMasks, margin: Float) -> LossTerms {
        var terms = LossTerms(queries: d.rows, references: d.columns)
        for i in 0..<d.rows {
            for p in 0..<d.columns where masks.relations[i * d.columns + p] == .positive {
                let key = d[i, p] + margin
                for n in 0..<d.columns where masks.relations[i * d.columns + n] == .negative {
                    terms.valid[i] += 1
                    guard d[i, n] < key else { continue }
                    terms.sums[i] += Double(key) - Double(d[i, n])
                    terms.active[i] += 1
                    terms.slopes[i, p] += 1
                    terms.slopes[i, n] -= 1
                }
            }
        }
        return terms
    }

    @Test(arguments: [PairMasks.Diagonal.compared, .ignored], [false, true])
    func agreesWithEnumeration(diagonal: PairMasks.Diagonal, ties: Bool) {
        var generator = SeededGenerator(seed: 4)
        for round in 0..<40 {
            let queries = 2 + generator.below(14)
            let references = diagonal == .ignored ? queries : 1 + generator.below(20)
            // Steps of an eighth tie with each other and, with a margin of 3/8, with the keys.
            let values = (0..<(queries * references)).map { _ in
                ties ? Float(generator.below(17)) / 8 : Float(2 * generator.uniform())
            }
            let d = Matrix(rows: queries, columns: references, values: values)
            let labels = (0..<max(queries, references)).map { _ in generator.below(1 + round % 4) }
            let masks = PairMasks(queryLabels: Array(labels[..<queries]), referenceLabels: Array(labels[..<references]), diagonal: diagonal)
            let margin = round % 2 == 0 ? 0.375 : 0.4
            let terms = TripletMarginLoss(.init(margin: margin))(d, masks)
            let expected = enumerated(d, masks, margin: Float(margin))
            #expect(terms.active == expected.active && terms.valid == expected.valid)
            #expect(terms.slopes == expected.slopes)
            for (sum, wanted) in zip(terms.sums, expected.sums) { #expect(abs(sum - wanted) <= 1e-12 * max(1, wanted)) }
        }
    }

    /// One positive at 0.5, negatives at 0.6 and 1.2, margin 0.4: one active triplet of 0.3.
    @Test func byHand() {
        let masks = PairMasks(queryLabels: [0], referenceLabels: [0, 1, 1], diagonal: .compared)
        let loss = TripletMarginLoss(.init())
        let reduced = loss.reducer(loss(Matrix([[0.5, 0.6, 1.2]]), masks))
        #expect(abs(reduced.value - 0.3) < 1e-6 && reduced.active == 1 && reduced.valid == 2)
        #expect(reduced.slopes == Matrix([[1, -1, 0]]))
    }

    @Test func withoutValidTripletsValueAndGradientAreZero() {
        let loss = TripletMarginLoss(.init())
        for (queries, references) in [([0, 0], [0, 0]), ([0, 1], [2, 3]), ([0, 1], [])] {
            let masks = PairMasks(queryLabels: queries, referenceLabels: references, diagonal: .compared)
            let reduced = loss.reducer(loss(Matrix(rows: 2, columns: references.count, repeating: 0.1), masks))
            #expect(reduced.value == 0 && reduced.active == 0 && reduced.valid == 0)
            #expect(reduced.slopes.values.allSatisfy { $0 == 0 })
        }
    }
}
