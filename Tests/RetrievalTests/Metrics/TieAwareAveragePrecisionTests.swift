@testable import Retrieval
import Testing

@Suite struct TieAwareAveragePrecisionTests {
    struct Ranking: Decodable { let relevant: [Bool], scores: [Double], expected: Double }
    struct File: Decodable { let ties: [Ranking] }

    /// The reference averages over every order of the tied items.
    @Test func isTheMeanOverAllOrders() throws {
        for ranking in try Golden.load("metrics.json", as: File.self).ties {
            let members = ClassMembers(labels: ranking.relevant.map { $0 ? 1 : 0 }, classCount: 2)
            let scores = members.items.map { ranking.scores[Int($0)] }
            let ranks = scores.withUnsafeBufferPointer {
                RankCounter($0.baseAddress!, error: 0, label: 1, RankMemory(members)) { scores[$0] }!.ranks
            }
            #expect(abs(ranks.tieAwareAveragePrecision - ranking.expected) < 1e-12, "\(ranking)")
        }
    }

    /// A thousand equal scores have the average precision of chance.
    @Test func allTiedIsChance() {
        let ranks = RelevantRanks(
            ranks: Array(1...100), gallerySize: 1_000, ties: [TieGroup(firstRank: 1, count: 1_000, relevantBefore: 0, relevant: 100)])
        #expect(abs(ranks.tieAwareAveragePrecision - chanceAveragePrecision(gallerySize: 1_000, relevant: 100)) < 1e-12)
        #expect(ranks.averagePrecision == 1)
    }
}
