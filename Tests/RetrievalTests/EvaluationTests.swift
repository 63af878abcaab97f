import Foundation
@testable import Retrieval
import Tensors
import Testing

/// Against scikit-learn and NumPy; `retrieval_metrics.py` made the values.
@Suite struct EvaluationTests {
    struct Case: Decodable {
        struct Point: Decodable { let rank: Double, precision: Double, recall: Double }
        struct Expected: Decodable {
            let map: Double, mapAtR: Double, tieAwareMap: Double, macroMap: Double, reciprocalRank: Double
            let mapPerClass: [String: Double], recall: [String: Double], precision: [String: Double], instanceRecall: [String: Double]
            let elevenPoint: [Double]
            let precisionRecall: [Point]
        }
        let queries: GoldenMatrix, gallery: GoldenMatrix
        let queryLabels: [Int], galleryLabels: [Int]
        let classCount: Int
        let paired: Bool
        let cosine: Bool
        let expected: Expected
    }
    struct File: Decodable { let cases: [Case] }

    @Test(arguments: [0, 1, 2]) func agreesWithReference(index: Int) throws {
        let golden = try Golden.load("metrics.json", as: File.self).cases[index]
        let result = try evaluate(
            queries: golden.queries.matrix, gallery: golden.gallery.matrix, queryLabels: golden.queryLabels,
            galleryLabels: golden.galleryLabels, classCount: golden.classCount, recallAt: [1, 5, 10, 100],
            similarity: golden.cosine ? .cosine : .innerProduct, pairing: golden.paired ? .byRow : .none)
        let expected = golden.expected
        #expect(abs(result.map - expected.map) < 1e-9)
        #expect(abs(result.number(.mapAtR) - expected.mapAtR) < 1e-9)
        #expect(abs(result.number(.tieAwareMAP) - expected.tieAwareMap) < 1e-9)
        #expect((abs(result.map - result.number(.tieAwareMAP)) > 1e-3) == (index == 2), "only the last case has ties")
        #expect(abs(result.number(.macroMAP) - expected.macroMap) < 1e-9)
        #expect(abs(result.number(.reciprocalRank) - expected.reciprocalRank) < 1e-9)
        expectEqual(result.table(.mapPerClass), expected.mapPerClass)
        expectEqual(result.table(.recall), expected.recall)
        expectEqual(result.table(.precision), expected.precision)
        expectEqual(result.table(.instanceRecall), expected.instanceRecall)
        for (value, wanted) in zip(result.list(.elevenPoint), expected.elevenPoint) { #expect(abs(value - wanted) < 1e-9) }
        let points = result.points(.precisionRecall)
        #expect(points.map { $0[0] } == expected.precisionRecall.map(\.rank))
        for (point, wanted) in zip(points, expected.precisionRecall) {
            #expect(abs(point[1] - wanted.precision) < 1e-9 && abs(point[2] - wanted.recall) < 1e-9)
        }
        #expect(result.queries == golden.queries.rows && result.gallery == golden.gallery.rows)
    }

    private func expectEqual(_ values: [String: Double], _ expected: [String: Double]) {
        #expect(Set(values.keys) == Set(expected.keys))
        for (key, value) in values { #expect(abs(value - (expected[key] ?? .nan)) < 1e-9, "at \(key)") }
    }

    @Test func tiesKeepTheGallerysOrder() throws {
        // Nine equal items, spread over several score panels; only the last is relevant.
        let gallery = Matrix([[Float]](repeating: [0.3, 0.7, 0.1], count: 9))
        let labels = [Int](repeating: 0, count: 8) + [1]
        func map(_ similarity: Similarity) throws -> Double {
            try evaluate(
                queries: Matrix([[0.2, 0.9, 0.4]]), gallery: gallery, queryLabels: [1], galleryLabels: labels, classCount: 2,
                similarity: similarity, pairing: .none).map
        }
        #expect(try map(.cosine) == 1.0 / 9)
        #expect(try map(.innerProduct) == 1.0 / 9)
    }

    @Test func saturatedPosteriorsAreToldApart() throws {
        // In single precision both products are 1.
        let gallery = Matrix([[1, 1e-9], [1, 3e-9]])
        let result = try evaluate(
            queries: Matrix([[1, 1]]), gallery: gallery, queryLabels: [1], galleryLabels: [0, 1], classCount: 2,
            similarity: .innerProduct, pairing: .none)
        #expect(result.map == 1)
    }

    @Test func innerProductCountsLength() throws {
        let gallery = Matrix([[1, 0], [5, 5]])
        func map(_ similarity: Similarity) throws -> Double {
            try evaluate(
                queries: Matrix([[1, 0]]), gallery: gallery, queryLabels: [1], galleryLabels: [0, 1], classCount: 2,
                similarity: similarity, pairing: .none).map
        }
        #expect(try map(.cosine) == 0.5)
        #expect(try map(.innerProduct) == 1)
    }

    @Test func zeroRowsScoreZero() throws {
        let result = try nearest(queries: Matrix([[1, 0]]), gallery: Matrix([[0, 0], [-1, 0]]), count: 5)
        #expect(result == [[Neighbour(index: 0, score: 0), Neighbour(index: 1, score: -1)]])
    }

    @Test func aQueryWithoutRelevantItemsCountsAsZero() throws {
        let side = Matrix([[1, 0], [0, 1]])
        let result = try evaluate(
            queries: side, gallery: side, queryLabels: [0, 1], galleryLabels: [0, 0], classCount: 3, recallAt: [1])
        #expect(result.table(.mapPerClass) == ["0": 1, "1": 0])
        #expect(result.map == 0.5 && result.atCutoffs(.recall) == [1: 0.5])
        #expect(result.list(.elevenPoint).allSatisfy { $0 == 0.5 })
        #expect(result.chance == 0.5)
    }

    @Test func badInputIsRefused() {
        let two = Matrix(rows: 2, columns: 2, repeating: 1), three = Matrix(rows: 3, columns: 2, repeating: 1)
        func error(
            _ queries: Matrix, _ gallery: Matrix, _ a: [Int], _ b: [Int], at: [Int] = [1], pairing: Pairing = .none
        ) -> RetrievalError? {
            do throws(RetrievalError) {
                _ = try evaluate(
                    queries: queries, gallery: gallery, queryLabels: a, galleryLabels: b, classCount: 2, recallAt: at, pairing: pairing)
                return nil
            } catch { return error }
        }
        #expect(error(two, Matrix(rows: 2, columns: 3), [0, 1], [0, 1]) == .widthMismatch(queries: 2, gallery: 3))
        #expect(error(two, two, [0], [0, 1]) == .labelCount(side: "queries", rows: 2, labels: 1))
        #expect(error(two, two, [0, 1], [0, 2]) == .labelOutOfRange(side: "gallery", row: 1, label: 2, classCount: 2))
        #expect(error(two, Matrix(rows: 0, columns: 2), [0, 1], []) == .empty(side: "gallery"))
        #expect(error(two, three, [0, 1], [0, 1, 1], pairing: .byRow) == .unpaired(queries: 2, gallery: 3))
        #expect(error(two, two, [0, 1], [0, 1], at: [0]) == .badRank(0))
        var broken = two
        broken[1, 0] = .nan
        #expect(error(two, broken, [0, 1], [0, 1]) == .notFinite(side: "gallery", row: 1, column: 0))
    }
}
