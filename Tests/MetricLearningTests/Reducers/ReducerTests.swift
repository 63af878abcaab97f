@testable import MetricLearning
import Tensors
import Testing

@Suite struct ReducerTests {
    private var terms: LossTerms {
        var terms = LossTerms(queries: 3, references: 2)
        terms.sums = [6, 0, 3]
        terms.active = [2, 0, 1]
        terms.valid = [4, 0, 2]
        terms.slopes = Matrix([[2, -2], [0, 0], [1, -1]])
        return terms
    }

    @Test(arguments: [
        (Reducer.mean, 1.5, [Float(2.0 / 6), Float(1.0 / 6)]),
        (.nonZeroMean, 3.0, [Float(2.0 / 3), Float(1.0 / 3)]),
        (.perAnchor, 1.5, [0.25, 0.25]),
    ]) func byHand(reducer: Reducer, value: Double, slopes: [Float]) {
        let reduced = reducer(terms)
        #expect(reduced.value == value && reduced.active == 3 && reduced.valid == 6)
        expectClose([reduced.slopes[0, 0], reduced.slopes[2, 0]], slopes.map(Double.init))
        #expect(reduced.slopes.row(1).allSatisfy { $0 == 0 })
    }

    @Test(arguments: Reducer.allCases) func nothingIsZero(reducer: Reducer) {
        let reduced = reducer(LossTerms(queries: 2, references: 2))
        #expect(reduced.value == 0 && reduced.slopes.values.allSatisfy { $0 == 0 })
    }
}
