import Foundation
@testable import Retrieval
import Testing

/// nDCG@K against scikit-learn's `ndcg_score`; `retrieval_ndcg.py` made the values.
@Suite struct NormalizedDCGTests {
    struct File: Decodable {
        let queries: GoldenMatrix, gallery: GoldenMatrix
        let queryLabels: [Int], galleryLabels: [Int]
        let classCount: Int
        let ndcg: [String: Double]
        let perQuery: [[String: Double]]
        let ranks: [[Int]]
    }

    @Test func meansAgreeWithScikitLearn() throws {
        let golden = try Golden.load("ndcg.json", as: File.self)
        let result = try evaluate(
            queries: golden.queries.matrix, gallery: golden.gallery.matrix, queryLabels: golden.queryLabels,
            galleryLabels: golden.galleryLabels, classCount: golden.classCount, recallAt: [1, 5, 10, 100], similarity: .innerProduct,
            pairing: .none)
        let found = result.table(.ndcg)
        #expect(Set(found.keys) == ["1", "5", "10", "100"])
        for (k, value) in found { #expect(abs(value - (golden.ndcg[k] ?? .nan)) < 1e-12, "nDCG@\(k)") }
    }

    @Test func everyQueryAgreesWithScikitLearn() throws {
        let golden = try Golden.load("ndcg.json", as: File.self)
        for (ranks, expected) in zip(golden.ranks, golden.perQuery) {
            let ranks = RelevantRanks(ranks: ranks, gallerySize: golden.gallery.rows)
            for (k, value) in expected { #expect(abs(ranks.normalizedDCG(at: try #require(Int(k))) - value) < 1e-12, "K \(k)") }
        }
        #expect(golden.ranks.contains([]), "a query without a relevant item is among them")
    }

    /// Relevant at ranks 1 and 3 of 4, worked by hand: (1 + 1/2) over (1 + 1 / log2(3)).
    @Test func byHand() {
        let ranks = RelevantRanks(ranks: [1, 3], gallerySize: 4)
        #expect(abs(ranks.normalizedDCG(at: 3) - 1.5 / (1 + 1 / log2(3))) < 1e-15)
        #expect(ranks.normalizedDCG(at: 1) == 1 && ranks.normalizedDCG(at: 50) == ranks.normalizedDCG(at: 4))
        #expect(RelevantRanks(ranks: [2], gallerySize: 4).normalizedDCG(at: 1) == 0)
    }
}
