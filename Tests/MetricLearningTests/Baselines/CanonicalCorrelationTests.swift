import Foundation
import Kernels
@testable import MetricLearning
import Tensors
import Testing

/// Against NumPy, and without a ridge scikit-learn; `metric_cca.py` made the values.
@Suite struct CanonicalCorrelationTests {
    struct Case: Decodable {
        let share: Double, ridge: Double
        let correlations: [Double]
        let audio: GoldenTensor, visual: GoldenTensor
    }
    struct File: Decodable {
        let audio: GoldenTensor, visual: GoldenTensor
        let labels: [Int]
        let cases: [Case]
        let sklearn: [Double]

        func projection(share: Double, ridge: Double, components: Int = 3) throws -> CanonicalProjection {
            let covariance = CrossCovariance(audio: audio.matrix, visual: visual.matrix, labels: labels, pairShare: share)
            return try CanonicalCorrelation(covariance).projection(components: components, ridge: ridge)
        }
    }

    @Test(arguments: 0..<6) func agreesWithNumPy(index: Int) throws {
        let file = try Golden.load("cca.json", as: File.self)
        let golden = file.cases[index]
        let projection = try file.projection(share: golden.share, ridge: golden.ridge)
        for (value, expected) in zip(projection.correlations, golden.correlations) { #expect(abs(value - expected) < 1e-6) }
        let audio = projection.audio(file.audio.matrix), visual = projection.visual(file.visual.matrix)
        for component in 0..<3 {
            // A pair of directions may be turned round together.
            func column(_ m: Matrix) -> [Float] { (0..<m.rows).map { m[$0, component] } }
            let reference = column(golden.audio.matrix), own = column(audio)
            let sign: Double = zip(own, reference).reduce(0) { $0 + Double($1.0 * $1.1) } < 0 ? -1 : 1
            expectClose(own, reference.map { sign * Double($0) }, relative: 1e-5, "audio \(component)")
            expectClose(column(visual), column(golden.visual.matrix).map { sign * Double($0) }, relative: 1e-5, "visual \(component)")
        }
    }

    @Test func withoutARidgeItIsTheClassicOne() throws {
        let file = try Golden.load("cca.json", as: File.self)
        let projection = try file.projection(share: 1, ridge: 1e-12)
        for (value, expected) in zip(projection.correlations, file.sklearn) { #expect(abs(value - expected) < 1e-6) }
    }

    @Test func componentsEndWhereTheWidthDoes() throws {
        let file = try Golden.load("cca.json", as: File.self)
        #expect(try file.projection(share: 1, ridge: 0.1, components: 50).correlations.count == 6)
    }

    @Test func constantSidesGiveNothing() throws {
        let covariance = CrossCovariance(
            audio: Matrix(rows: 9, columns: 4, repeating: 2), visual: normal(9, 3, seed: 1), labels: [Int](repeating: 0, count: 9), pairShare: 1)
        let projection = try CanonicalCorrelation(covariance).projection(components: 3, ridge: 0.1)
        #expect(projection.audio.weight.values.allSatisfy { $0 == 0 } && projection.visual.weight.isFinite)
    }

    @Test func moreRowsThanABlock() throws {
        // Over 2,048 rows the sums go on in a second block: doubling the rows leaves the directions where they are.
        let x = normal(1_500, 4, seed: 1), y = normal(1_500, 5, seed: 2), labels = (0..<1_500).map { $0 % 3 }
        func twice(_ m: Matrix) -> Matrix { m.stacked(on: m) }
        let once = CrossCovariance(audio: x, visual: y, labels: labels, pairShare: 0)
        let both = CrossCovariance(audio: twice(x), visual: twice(y), labels: labels + labels, pairShare: 0)
        let near = zip(once.cross.values, both.cross.values).allSatisfy { abs($0 - $1) < 1e-12 }
        #expect(near)
    }
}
