import Testing
import Tensors
@testable import Retrieval

@Suite struct RelevantRanksTests {
    @Test func agreesWithASortWithAndWithoutTies() {
        var generator = SeededGenerator(seed: 1)
        for round in 0..<200 {
            let count = 1 + generator.below(40)
            let levels = round % 2 == 0 ? 5 : 1_000_000
            let scores = (0..<count).map { _ in Double(generator.below(levels)) }
            let labels = (0..<count).map { _ in generator.below(3) }
            let order = (0..<count).sorted { scores[$0] > scores[$1] || (scores[$0] == scores[$1] && $0 < $1) }
            let expected = order.enumerated().filter { labels[$0.element] == 1 }.map { $0.offset + 1 }
            let ranks = scores.withUnsafeBufferPointer { RelevantRanks(scores: $0, labels: labels, label: 1) }
            #expect(ranks == RelevantRanks(ranks: expected, gallerySize: count))
            scores.withUnsafeBufferPointer { scores in
                for (place, item) in order.enumerated() { #expect(instanceRank(of: item, scores: scores) == place + 1) }
            }
        }
    }

    /// Relevant at ranks 1, 3 and 6 of 10, worked by hand.
    @Test func metricsOfOneRanking() {
        let ranks = RelevantRanks(ranks: [1, 3, 6], gallerySize: 10)
        #expect(abs(ranks.averagePrecision - (1 + 2.0 / 3 + 0.5) / 3) < 1e-15)
        #expect(ranks.reciprocalRank == 1)
        #expect(ranks.precision(at: 4) == 0.5)
        #expect(ranks.precision(at: 20) == 0.15)
        #expect([0, 1, 2, 3, 5, 6, 100].map { ranks.hits(within: $0) } == [0, 1, 1, 2, 2, 3, 3])
        let third = 2.0 / 3
        let eleven: [Double] = [1, 1, 1, 1, third, third, third, 0.5, 0.5, 0.5, 0.5]
        #expect(ranks.elevenPointPrecision == eleven)
        #expect(RelevantRanks(ranks: [2], gallerySize: 2).recall(at: 1) == 0)
    }

    @Test func nothingRelevant() {
        let ranks = RelevantRanks(ranks: [], gallerySize: 4)
        #expect(ranks.averagePrecision == 0 && ranks.reciprocalRank == 0 && ranks.recall(at: 4) == 0 && ranks.precision(at: 4) == 0)
        #expect(ranks.elevenPointPrecision == [Double](repeating: 0, count: 11))
    }

    @Test func fixedRanksEndWithTheGallery() {
        #expect(precisionRecallRanks(gallerySize: 3) == [1, 2, 3])
        #expect(precisionRecallRanks(gallerySize: 12) == [1, 2, 3, 4, 5, 10, 12])
        #expect(precisionRecallRanks(gallerySize: 120) == [1, 2, 3, 4, 5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 100, 120])
    }
}
