@testable import MetricLearning
import Tensors
import Testing

/// Every way of mining against loops over all triplets, with the same rounded key, with and without ties.
@Suite struct TripletMinerTests {
    private typealias Chosen = (positive: Int, negative: Int)

    /// The triplets a way of mining chooses, one by one.
    private func choose(_ mining: TripletMining, _ d: ArraySlice<Float>, positives: [Int], negatives: [Int], margin: Float) -> [Chosen] {
        func distance(_ place: Int) -> Float { d[d.startIndex + place] }
        let all = positives.flatMap { p in negatives.map { (positive: p, negative: $0) } }
        switch mining {
        case .all: return all
        case .semiHard:
            return all.filter { distance($0.negative) > distance($0.positive) && distance($0.negative) < distance($0.positive) + margin }
        case .nearestSemiHard:
            return positives.compactMap { p in
                let farther = negatives.filter { distance($0) > distance(p) }.min { distance($0) < distance($1) }
                let farthest = negatives.max { (distance($0), $0) < (distance($1), $1) }
                return (farther ?? farthest).map { (p, $0) }
            }
        case .hard:
            guard let p = positives.max(by: { (distance($0), -$0) < (distance($1), -$1) }),
                  let n = negatives.min(by: { (distance($0), $0) < (distance($1), $1) }) else { return [] }
            return [(p, n)]
        }
    }

    @Test(arguments: TripletMining.allCases, [false, true]) func agreesWithLoops(mining: TripletMining, ties: Bool) {
        var generator = SeededGenerator(seed: 6)
        for round in 0..<40 {
            let count = 2 + generator.below(70)
            // Steps of an eighth tie with each other and, with a margin of 3/8, with the keys.
            let d = Matrix(rows: 1, columns: count, values: (0..<count).map { _ in
                ties ? Float(generator.below(17)) / 8 : Float(2 * generator.uniform())
            })
            let labels = (0..<count).map { _ in generator.below(1 + round % 4) }
            let masks = PairMasks(queryLabels: [0], referenceLabels: labels, diagonal: .compared)
            let positives = labels.indices.filter { labels[$0] == 0 }, negatives = labels.indices.filter { labels[$0] != 0 }
            let terms = TripletMarginLoss(.init(margin: 0.375, mining: mining))(d, masks)
            var expected = LossTerms(queries: 1, references: count)
            for triplet in choose(mining, d.row(0), positives: positives, negatives: negatives, margin: 0.375) {
                let loss = Double(d[0, triplet.positive] + 0.375) - Double(d[0, triplet.negative])
                guard loss > 0 else { continue }
                expected.sums[0] += loss
                expected.active[0] += 1
                expected.slopes[0, triplet.positive] += 1
                expected.slopes[0, triplet.negative] -= 1
            }
            #expect(terms.active == expected.active && terms.slopes == expected.slopes)
            #expect(abs(terms.sums[0] - expected.sums[0]) <= 1e-12 * max(1, expected.sums[0]))
        }
    }

    @Test func validTermsAreWhatTheLossIsASumOf() {
        let masks = PairMasks(queryLabels: [0, 9], referenceLabels: [0, 0, 1, 1, 1], diagonal: .compared)
        let d = Matrix(rows: 2, columns: 5, repeating: 0.5)
        let valid = TripletMining.allCases.map { TripletMarginLoss(.init(mining: $0))(d, masks).valid }
        #expect(valid == [[6, 0], [6, 0], [2, 0], [1, 0]])
    }
}
