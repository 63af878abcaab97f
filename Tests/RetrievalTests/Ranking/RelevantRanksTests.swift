@testable import Retrieval
import Testing

@Suite struct RelevantRanksTests {
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
        #expect(abs(ranks.averagePrecisionAtR - (1 + 2.0 / 3) / 3) < 1e-15)
        #expect(ranks.tieAwareAveragePrecision == ranks.averagePrecision)
    }

    @Test func nothingRelevant() {
        let ranks = RelevantRanks(ranks: [], gallerySize: 4)
        #expect(ranks.averagePrecision == 0 && ranks.reciprocalRank == 0 && ranks.recall(at: 4) == 0 && ranks.precision(at: 4) == 0)
        #expect(ranks.averagePrecisionAtR == 0 && ranks.tieAwareAveragePrecision == 0)
        #expect(ranks.elevenPointPrecision == [Double](repeating: 0, count: 11))
    }

    @Test func fixedRanksEndWithTheGallery() {
        #expect(precisionRecallRanks(gallerySize: 3) == [1, 2, 3])
        #expect(precisionRecallRanks(gallerySize: 12) == [1, 2, 3, 4, 5, 10, 12])
        #expect(precisionRecallRanks(gallerySize: 120) == [1, 2, 3, 4, 5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 100, 120])
    }
}
