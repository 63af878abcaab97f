@testable import Retrieval
import Tensors
import Testing

@Suite struct NearestTests {
    @Test func agreesWithASort() throws {
        var generator = SeededGenerator(seed: 2)
        func random(_ rows: Int) -> Matrix {
            Matrix(rows: rows, columns: 3, values: (0..<(rows * 3)).map { _ in Float(generator.normal()) })
        }
        let queries = random(7), gallery = random(50)
        let found = try nearest(queries: queries, gallery: gallery, count: 6, similarity: .innerProduct)
        for query in 0..<7 {
            let scores = (0..<50).map { item in (0..<3).reduce(0.0) { $0 + Double(queries[query, $1]) * Double(gallery[item, $1]) } }
            let expected = (0..<50).sorted { scores[$0] > scores[$1] }.prefix(6)
            #expect(found[query].map(\.index) == Array(expected))
            for neighbour in found[query] { #expect(abs(neighbour.score - scores[neighbour.index]) < 1e-12) }
        }
    }

    @Test func tiesKeepTheGallerysOrderAndCountIsCapped() throws {
        let gallery = Matrix([[0, 1], [1, 0], [1, 0], [1, 0]])
        #expect(try nearest(queries: Matrix([[1, 0]]), gallery: gallery, count: 2)[0].map(\.index) == [1, 2])
        #expect(try nearest(queries: Matrix([[1, 0]]), gallery: gallery, count: 9)[0].map(\.index) == [1, 2, 3, 0])
    }

    @Test func badInputIsRefused() {
        #expect(throws: RetrievalError.badRank(0)) { try nearest(queries: Matrix([[1]]), gallery: Matrix([[1]]), count: 0) }
        #expect(throws: RetrievalError.empty(side: "queries")) {
            try nearest(queries: Matrix(rows: 0, columns: 1), gallery: Matrix([[1]]), count: 1)
        }
    }
}
