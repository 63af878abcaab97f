@testable import Features
import Foundation
import Tensors
import Testing

/// Principal components and normalisations against scikit-learn (Tests/References/postprocessing.py).
@Suite struct PostProcessingTests {
    private struct Golden: Decodable {
        let rows: [[Float]]
        let others: [[Float]]
        let components: [[Float]]
        let variances: [Float]
        let projected: [[Float]]
        let standard: [[Float]]
        let minmax: [[Float]]
        let vggish: [[Float]]
        let global: [[Float]]
    }

    private let golden: Golden

    init() throws {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().appending(path: "Golden/postprocessing.json")
        golden = try JSONDecoder().decode(Golden.self, from: Data(contentsOf: file))
    }

    private func worst(_ a: Matrix, _ b: [[Float]]) -> Float {
        zip(a.values, b.joined()).map { abs($0 - $1) / max(1, abs($1)) }.max() ?? .infinity
    }

    @Test func componentsAreThoseOfScikitLearnUpToTheRank() throws {
        var fit = PrincipalComponentsFit(columns: 6)
        fit.add(Matrix(Array(golden.rows[..<5])))
        fit.add(Matrix(Array(golden.rows[5...])))
        let pca = try fit.finish(atMost: 3)
        #expect(pca.components.rows == 3)
        #expect(worst(pca.components, Array(golden.components[..<3])) < 1e-4)
        #expect(zip(pca.variances, golden.variances).allSatisfy { abs($0 - $1) < 1e-4 * $1 })
        #expect(worst(pca.project(Matrix(golden.others)), golden.projected.map { Array($0[..<3]) }) < 1e-4)
    }

    @Test func theNumberOfComponentsStopsAtTheRank() throws {
        var few = PrincipalComponentsFit(columns: 6)
        few.add(Matrix(Array(golden.rows[..<3])))
        #expect(try few.finish(atMost: 1024).components.rows == 2)
    }

    @Test func rowsThatSayNothingAreRefused() {
        var constant = PrincipalComponentsFit(columns: 2)
        constant.add(Matrix([[1, 2], [1, 2], [1, 2]]))
        #expect(throws: PostProcessingError.constantRows(count: 3)) { try constant.finish(atMost: 2) }
        #expect(throws: PostProcessingError.tooFewRows(count: 0)) { try PrincipalComponentsFit(columns: 2).finish(atMost: 2) }
    }

    @Test func normalisationsAreThoseOfScikitLearn() {
        let rows = Matrix(golden.rows), others = Matrix(golden.others)
        for (kind, expected) in [
            (Normalization.standard, golden.standard), (.minmax, golden.minmax), (.vggish, golden.vggish), (.global, golden.global),
            (.none, golden.others),
        ] {
            #expect(worst(kind.fit(rows).apply(others), expected) < 1e-4, "\(kind.rawValue)")
        }
    }

    @Test func aConstantColumnStaysFinite() {
        let rows = Matrix([[1, 5], [2, 5], [3, 5]])
        for kind in Normalization.allCases { #expect(kind.fit(rows).apply(rows).isFinite, "\(kind.rawValue)") }
    }
}
