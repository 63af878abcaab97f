import Testing
import Tensors
@testable import Retrieval

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
            #expect(abs(result.tieAwareMap - result.chance) < 1e-12)
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
