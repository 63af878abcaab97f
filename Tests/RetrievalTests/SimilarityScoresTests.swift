import Foundation
@testable import Retrieval
import Tensors
import Testing

@Suite struct SimilarityScoresTests {
    private func random(_ rows: Int, _ columns: Int, _ generator: inout SeededGenerator, scale: Float = 1) -> Matrix {
        Matrix(rows: rows, columns: columns, values: (0..<(rows * columns)).map { _ in scale * Float(generator.normal()) })
    }

    /// The bound holds for every pair, whatever the width and the lengths of the rows.
    @Test(arguments: [1, 3, 10, 64, 257]) func writtenScoresAreWithinTheBound(width: Int) throws {
        var generator = SeededGenerator(seed: UInt64(width))
        for similarity in [Similarity.cosine, .innerProduct] {
            let scores = try SimilarityScores(
                queries: random(9, width, &generator, scale: 1e4), gallery: random(33, width, &generator, scale: 1e-3), similarity: similarity)
            var written = [Double](repeating: .nan, count: 9 * 33)
            written.withUnsafeMutableBufferPointer { scores.fill($0, queries: 0..<9) }
            for query in 0..<9 {
                for item in 0..<33 {
                    #expect(abs(written[query * 33 + item] - scores.exact(query: query, item: item)) <= scores.error(ofQuery: query))
                }
            }
        }
    }

    /// So does the bound of the scores in single precision, scaled as they are, from rows near the ends of its range.
    @Test(arguments: [1, 10, 64, 257]) func quickScoresAreWithinTheirBound(width: Int) throws {
        var generator = SeededGenerator(seed: UInt64(width))
        let order = (0..<33).map { Int32(32 - $0) }
        for (similarity, scale) in [(Similarity.cosine, Float(1)), (.innerProduct, 1), (.innerProduct, 1e30), (.innerProduct, 1e-30)] {
            let queries = random(40, width, &generator, scale: scale), gallery = random(33, width, &generator, scale: scale)
            let exact = try SimilarityScores(queries: queries, gallery: gallery, similarity: similarity)
            let scores = exact.quick(order: order), worker = QuickScores.Worker(scores)
            worker.fill(from: 32)
            for query in 32..<40 {
                let row = worker.row(query - 32), error = Double(scores.error(ofQuery: query))
                // The scale is a power of two: the one that brings the largest score nearest to what was written.
                let largest = (0..<33).max { abs(row[$0]) < abs(row[$1]) }!
                let factor = Double(row[largest]) / exact.exact(query: query, item: Int(order[largest]))
                let power = exp2(log2(factor).rounded())
                for place in 0..<33 {
                    #expect(abs(Double(row[place]) - power * exact.exact(query: query, item: Int(order[place]))) <= error)
                }
            }
        }
    }

    /// Scores that single precision cannot tell apart are ranked by their exact values, query by query.
    @Test func scoresThatCrowdAreToldApart() throws {
        var generator = SeededGenerator(seed: 6)
        let angles = generator.permutation(500).map { 4e-6 * Double($0 + 1) }
        let gallery = Matrix(angles.map { [1, Float($0)] })
        let labels = angles.indices.map { $0 % 3 }
        let result = try evaluate(
            queries: Matrix([[1, 0], [1, 1]]), gallery: gallery, queryLabels: [0, 1], galleryLabels: labels, classCount: 3, pairing: .none)
        for (query, isNearest) in [(0, true), (1, false)] {
            let order = angles.indices.sorted { isNearest == (angles[$0] < angles[$1]) }
            let ranks = order.enumerated().filter { labels[$0.element] == query }.map { $0.offset + 1 }
            #expect(result.perQuery["map"]?[query] == RelevantRanks(ranks: ranks, gallerySize: 500).averagePrecision)
        }
    }

    /// Rows that are copies of each other tie, however many there are and wherever they stand; so the rank is the place in the gallery.
    @Test func copiesTieWhereverTheyStand() throws {
        var generator = SeededGenerator(seed: 4)
        let row = (0..<37).map { _ in Float(generator.normal()) }, query = Matrix([(0..<37).map { _ in Float(generator.normal()) }])
        for relevant in [0, 1, 130, 199] {
            let labels = (0..<200).map { $0 == relevant ? 1 : 0 }
            let result = try evaluate(
                queries: query, gallery: Matrix([[Float]](repeating: row, count: 200)), queryLabels: [1], galleryLabels: labels, classCount: 2,
                pairing: .none)
            #expect(result.map == 1 / Double(relevant + 1))
            #expect(abs(result.number(.tieAwareMAP) - result.chance) < 1e-12)
        }
    }

    @Test func reversedAsksTheSamePairs() throws {
        var generator = SeededGenerator(seed: 5)
        let scores = try SimilarityScores(queries: random(3, 5, &generator), gallery: random(4, 5, &generator), similarity: .cosine)
        for query in 0..<3 {
            for item in 0..<4 { #expect(scores.exact(query: query, item: item) == scores.reversed.exact(query: item, item: query)) }
        }
    }
}
