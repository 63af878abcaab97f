@testable import MetricLearning
import Tensors
import Testing

@Suite struct QuadrupletLossTests {
    /// The drawn ones put into the formula, triplet by triplet.
    @Test func agreesWithLoopsOverTheDraws() {
        let labels = [0, 1, 2, 3, 0, 1, 2, 0], count = labels.count
        let d = Matrix(rows: count, columns: count, values: normal(count, count, seed: 1).values.map { abs($0) })
        let among = Matrix(rows: count, columns: count, values: normal(count, count, seed: 2).values.map { abs($0) })
        let masks = PairMasks(queryLabels: labels, referenceLabels: labels, diagonal: .compared)
        let loss = QuadrupletLoss(.init(margin: 0.5, reducer: .mean))
        var generator = SeededGenerator(seed: 3), draws = generator
        let terms = loss.terms(d, among: among, masks, using: &generator)
        let sampler = ThirdClassSampler(labels)
        var expected = 0.0, valid = 0
        for i in 0..<count {
            for n in 0..<count where labels[n] != labels[i] {
                let q = sampler.draw(without: labels[i], labels[n], using: &draws) ?? -1
                #expect(labels[q] != labels[i] && labels[q] != labels[n])
                for p in 0..<count where labels[p] == labels[i] {
                    expected += Double(max(0, d[i, p] + 0.5 - d[i, n])) + Double(max(0, d[i, p] + 0.25 - among[n, q]))
                    valid += 2
                }
            }
        }
        #expect(abs(terms.sums.reduce(0, +) - expected) < 1e-4 && terms.valid.reduce(0, +) == valid)
        expectGradient(terms.slopes, at: d, step: 1e-3, tolerance: 2e-2, "distances") {
            var again = SeededGenerator(seed: 3)
            return loss.terms($0, among: among, masks, using: &again).sums.reduce(0, +)
        }
        expectGradient(terms.referenceSlopes ?? d, at: among, step: 1e-3, tolerance: 2e-2, "among references") {
            var again = SeededGenerator(seed: 3)
            return loss.terms(d, among: $0, masks, using: &again).sums.reduce(0, +)
        }
    }

    @Test func thirdClassesAreDrawnEvenly() {
        let labels = [5, 1, 1, 2, 5, 7, 2, 9]
        let sampler = ThirdClassSampler(labels)
        var generator = SeededGenerator(seed: 1)
        var counts = [Int](repeating: 0, count: labels.count)
        for _ in 0..<8_000 { counts[sampler.draw(without: 2, 5, using: &generator) ?? 0] += 1 }
        #expect(counts.enumerated().allSatisfy { [2, 5].contains(labels[$0]) ? $1 == 0 : abs($1 - 2_000) < 200 })
        #expect(ThirdClassSampler([0, 1, 1]).draw(without: 0, 1, using: &generator) == nil)
        #expect(ThirdClassSampler([1, 1]).draw(without: 0, 1, using: &generator) == nil)
    }

    @Test func twoClassesHaveTripletsOnly() {
        let masks = PairMasks(queryLabels: [0, 1], referenceLabels: [0, 1], diagonal: .compared)
        let terms = QuadrupletLoss(.init())(Matrix(rows: 2, columns: 2, repeating: 0.5), masks)
        #expect(terms.valid == [1, 1] && terms.active == [1, 1])
    }
}
