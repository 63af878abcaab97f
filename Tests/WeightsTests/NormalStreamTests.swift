import Foundation
import Testing
@testable import Weights

/// Golden draws: Tests/References/weights_normals.py.
@Suite struct NormalStreamTests {
    private struct Golden: Decodable {
        let seed: String
        let name: String
        let first: [Double]
        let second: [Double]
    }

    @Test func drawsAreThoseOfDoublePrecision() throws {
        let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Golden/weights_normals.json")
        for golden in try JSONDecoder().decode([Golden].self, from: Data(contentsOf: path)) {
            var stream = NormalStream(seed: try #require(UInt64(golden.seed)), stream: golden.name)
            let draws = stream.draw(100)
            for (draw, expected) in zip(draws, golden.first + golden.second) {
                #expect(abs(Double(draw) - expected) < 1e-6 * max(1, abs(expected)), "\(golden.name)")
            }
        }
    }

    /// Shares of the normal distribution from tables; a million draws scatter by 0.05 % at most (one deviation).
    @Test func drawsAreNormal() {
        var stream = NormalStream(seed: 3, stream: "normal")
        let draws = stream.draw(1_000_000)
        func share(_ condition: (Float) -> Bool) -> Double { Double(draws.count(where: condition)) / Double(draws.count) }
        for (bound, expected) in [(Float(-3), 0.00135), (-2, 0.02275), (-1, 0.15866), (-0.5, 0.30854), (0, 0.5), (1, 0.84134), (3, 0.99865)] {
            #expect(abs(share { $0 < bound } - expected) < 0.0025, "below \(bound)")
        }
        let mean = draws.reduce(0) { $0 + Double($1) } / 1e6
        let variance = draws.reduce(0) { $0 + Double($1) * Double($1) } / 1e6
        let kurtosis = draws.reduce(0) { $0 + pow(Double($1), 4) } / 1e6
        #expect(abs(mean) < 0.005 && abs(variance - 1) < 0.007 && abs(kurtosis - 3) < 0.05)
        for lag in [1, 2, 512, 1024] {   // neighbours, and the twins of a pair, know nothing of each other
            let product = zip(draws, draws.dropFirst(lag)).reduce(0) { $0 + Double($1.0) * Double($1.1) } / 1e6
            #expect(abs(product) < 0.005, "lag \(lag)")
        }
        #expect(draws.allSatisfy { $0.isFinite && abs($0) < 6 })
    }

    @Test func anOddCountLeavesOutTheLastTwin() {
        var odd = NormalStream(seed: 1, stream: "a")
        var none = NormalStream(seed: 1, stream: "a")
        #expect(odd.draw(3).count == 3 && none.draw(0).isEmpty)
    }
}
