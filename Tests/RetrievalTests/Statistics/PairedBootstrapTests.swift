@testable import Retrieval
import Testing

@Suite struct PairedBootstrapTests {
    struct Sample: Decodable { let a: [Double], b: [Double], mean: Double, low: Double, high: Double, p: Double }
    struct File: Decodable { let bootstrap: Sample }

    private func byId(_ values: [Double]) -> [String: Double] {
        Dictionary(uniqueKeysWithValues: values.enumerated().map { ("query \($0.offset)", $0.element) })
    }

    /// NumPy drew 200,000 resamples; the ends of the interval agree within what resampling leaves open.
    @Test func agreesWithReference() throws {
        let sample = try Golden.load("rescoring.json", as: File.self).bootstrap
        let result = try pairedBootstrap(a: byId(sample.a), b: byId(sample.b), resamples: 20_000)
        #expect(abs(result.mean - sample.mean) < 1e-12)
        #expect(abs(result.interval.lowerBound - sample.low) < 2e-4 && abs(result.interval.upperBound - sample.high) < 2e-4)
        #expect(result.p < 0.001 && result.queries == 60)
    }

    @Test func isReproducibleAndAntisymmetric() throws {
        let sample = try Golden.load("rescoring.json", as: File.self).bootstrap
        let (a, b) = (byId(sample.a), byId(sample.b))
        let one = try pairedBootstrap(a: a, b: b, resamples: 500, seed: 3)
        #expect(try pairedBootstrap(a: a, b: b, resamples: 500, seed: 3) == one)
        #expect(try pairedBootstrap(a: a, b: b, resamples: 500, seed: 4).interval != one.interval)
        let other = try pairedBootstrap(a: b, b: a, resamples: 500, seed: 3)
        #expect(other.mean == -one.mean && abs(other.interval.lowerBound + one.interval.upperBound) < 1e-12)
    }

    @Test func noDifferenceIsNotSignificant() throws {
        let result = try pairedBootstrap(a: ["x": 0.5, "y": 0.25], b: ["x": 0.5, "y": 0.25])
        #expect(result.mean == 0 && result.interval == 0...0 && result.p == 1)
    }

    @Test func otherQueriesAreRefused() {
        #expect(throws: RetrievalError.unpairedQueries(onlyInA: "y", onlyInB: nil)) { try pairedBootstrap(a: ["x": 1, "y": 1], b: ["x": 1]) }
        #expect(throws: RetrievalError.unpairedQueries(onlyInA: "y", onlyInB: "z")) { try pairedBootstrap(a: ["y": 1], b: ["z": 1]) }
        #expect(throws: RetrievalError.empty(side: "queries")) { try pairedBootstrap(a: [:], b: [:]) }
        #expect(RetrievalError.unpairedQueries(onlyInA: "y", onlyInB: nil).description.contains("'y' is in one of them only"))
    }
}
