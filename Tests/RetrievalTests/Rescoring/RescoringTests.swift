@testable import Retrieval
import Tensors
import Testing

/// Every retrieval-time option against NumPy; `retrieval_rescoring.py` made the values.
@Suite struct RescoringTests {
    struct Scores: Decodable { let scores: GoldenMatrix, map: Double }
    struct Proxies: Decodable { let neighbours: Int, queries: GoldenMatrix, gallery: GoldenMatrix, map: Double }
    struct File: Decodable {
        let queries: GoldenMatrix, gallery: GoldenMatrix, trainQueries: GoldenMatrix, trainGallery: GoldenMatrix
        let labels: [Int], classCount: Int
        let galleryProxies: Proxies, trainProxies: Proxies
        let plain: Scores, csls: Scores, invertedSoftmax: Scores, dynamicInvertedSoftmax: Scores, diffusion: Scores, kReciprocal: Scores
    }

    let golden: File
    let plain: SimilarityScores

    init() throws {
        golden = try Golden.load("rescoring.json")
        plain = try SimilarityScores(queries: golden.queries.matrix, gallery: golden.gallery.matrix, similarity: .cosine)
    }

    private func expect(_ scores: any PairScores, _ expected: Scores) throws {
        let (rows, columns) = (expected.scores.rows, expected.scores.columns)
        try #require(scores.queryCount == rows && scores.galleryCount == columns)
        var written = [Double](repeating: .nan, count: rows * columns)
        written.withUnsafeMutableBufferPointer { scores.fill($0, queries: 0..<rows) }
        let worst = zip(written, expected.scores.values).map { abs($0 - Double($1)) }.max() ?? .infinity
        #expect(worst < 2e-6)   // the golden values are read as 32-bit floats; some are near 20
        #expect(abs(try map(scores) - expected.map) < 1e-6)
    }

    private func map(_ scores: any PairScores) throws -> Double {
        try evaluate(scores, queryLabels: golden.labels, galleryLabels: golden.labels, classCount: golden.classCount).map
    }

    @Test func plainCosine() throws { try expect(plain, golden.plain) }

    @Test func csls() throws { try expect(try CSLSScores(plain, neighbours: 4), golden.csls) }

    @Test(arguments: [false, true]) func invertedSoftmax(isDynamic: Bool) throws {
        let bank = try SimilarityScores(queries: golden.trainQueries.matrix, gallery: golden.gallery.matrix, similarity: .cosine)
        let scores = try InvertedSoftmaxScores(plain, bank: bank, inverseTemperature: 20, isDynamic: isDynamic)
        try expect(scores, isDynamic ? golden.dynamicInvertedSoftmax : golden.invertedSoftmax)
    }

    @Test func diffusion() throws {
        let within = try SimilarityScores(queries: golden.gallery.matrix, gallery: golden.gallery.matrix, similarity: .cosine)
        try expect(try DiffusionScores(plain, within: within, neighbours: 7, kept: 0.9, steps: 20), golden.diffusion)
    }

    @Test func kReciprocal() throws {
        try expect(
            try KReciprocalScores(
                queries: golden.queries.matrix, gallery: golden.gallery.matrix, similarity: .cosine, k1: 6, k2: 3, distanceShare: 0.3),
            golden.kReciprocal)
    }

    /// All of the plain distance is the plain order.
    @Test func kReciprocalOfTheDistanceAlone() throws {
        let scores = try KReciprocalScores(
            queries: golden.queries.matrix, gallery: golden.gallery.matrix, similarity: .cosine, k1: 6, k2: 1, distanceShare: 1)
        #expect(abs(try map(scores) - golden.plain.map) < 1e-12)
    }

    @Test(arguments: [true, false]) func meanProxies(inductive: Bool) throws {
        let expected = inductive ? golden.trainProxies : golden.galleryProxies
        func proxies(_ items: GoldenMatrix, _ training: GoldenMatrix) throws -> Matrix {
            let own = NeighbourBank(keys: items.matrix, values: unitRows(items.matrix))
            let train = NeighbourBank(keys: training.matrix, values: unitRows(training.matrix))
            return try Retrieval.meanProxies(of: own, in: inductive ? train : own, count: expected.neighbours, excludingOwnRow: !inductive)
        }
        let queries = try proxies(golden.queries, golden.trainQueries), gallery = try proxies(golden.gallery, golden.trainGallery)
        for (found, wanted) in [(queries, expected.queries.matrix), (gallery, expected.gallery.matrix)] {
            #expect(zip(found.values, wanted.values).allSatisfy { abs($0 - $1) < 1e-6 })
        }
        #expect(abs(try map(SimilarityScores(queries: queries, gallery: gallery, similarity: .cosine)) - expected.map) < 1e-6)
    }

    /// Alone in its bank, an item has no neighbours but itself.
    @Test func smallSets() throws {
        let one = Matrix([[3, 4]]), bank = NeighbourBank(keys: one, values: one)
        #expect(try Retrieval.meanProxies(of: bank, in: bank, count: 10, excludingOwnRow: true) == one)
        let plain = try SimilarityScores(queries: one, gallery: one, similarity: .cosine)
        for scores in [
            try CSLSScores(plain, neighbours: 10), try DiffusionScores(plain, within: plain, neighbours: 30, kept: 0.9, steps: 20),
            try KReciprocalScores(queries: one, gallery: one, similarity: .cosine, k1: 20, k2: 6, distanceShare: 0.3),
            try InvertedSoftmaxScores(plain, bank: plain, inverseTemperature: 20, isDynamic: true),
        ] as [any PairScores] {
            #expect(try evaluate(scores, queryLabels: [0], galleryLabels: [0], classCount: 1).map == 1)
        }
        #expect(throws: RetrievalError.badRank(0)) { try CSLSScores(plain, neighbours: 0) }
    }
}
