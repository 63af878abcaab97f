import Foundation
@testable import MetricLearning
import Tensors
import Testing

@Suite struct SupervisedContrastiveLossTests {
    @Test(arguments: [PairMasks.Diagonal.compared, .ignored]) func agreesWithTheFormula(diagonal: PairMasks.Diagonal) {
        let labels = [0, 1, 0, 2, 1, 0], count = labels.count
        let masks = PairMasks(queryLabels: labels, referenceLabels: labels, diagonal: diagonal)
        let d = Matrix(rows: count, columns: count, values: normal(count, count, seed: 1).values.map { abs($0) })
        let loss = SupervisedContrastiveLoss(.init(temperature: 0.3))
        let terms = loss(d, masks)
        for i in 0..<count {
            let valid = (0..<count).filter { masks.relations[i * count + $0] != .ignored }
            let positives = valid.filter { labels[$0] == labels[i] }
            let all = valid.reduce(0.0) { $0 + exp((1 - Double(d[i, $1])) / 0.3) }
            let value = positives.reduce(0.0) { $0 - ((1 - Double(d[i, $1])) / 0.3 - log(all)) } / Double(max(1, positives.count))
            #expect(abs(terms.sums[i] - value) < 1e-6 * max(1, value) && terms.valid[i] == min(1, positives.count))
        }
        expectGradient(terms.slopes, at: d, step: 1e-2) { loss($0, masks).sums.reduce(0, +) }
    }

    @Test func aQueryWithoutPositiveIsNoTerm() {
        let loss = SupervisedContrastiveLoss(.init())
        let masks = PairMasks(queryLabels: [0, 1], referenceLabels: [1, 1], diagonal: .compared)
        let terms = loss(Matrix([[0.1, 0.2], [0.3, 0.3]]), masks)
        #expect(terms.valid == [0, 1] && terms.sums[0] == 0 && terms.slopes.row(0).allSatisfy { $0 == 0 })
        #expect(abs(loss.reducer(terms).value - log(2)) < 1e-7)
    }

    @Test func smallTemperaturesDoNotOverflow() {
        let loss = SupervisedContrastiveLoss(.init(temperature: 0.001))
        let masks = PairMasks(queryLabels: [0], referenceLabels: [0, 1], diagonal: .compared)
        let terms = loss(Matrix([[2, 0]]), masks)
        #expect(abs(terms.sums[0] - 2_000) < 1e-6 && terms.slopes.isFinite)
    }
}
