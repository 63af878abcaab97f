import Foundation
import Tensors
import Testing

/// What Tests/References/tensors_random.py wrote.
private struct Golden: Decodable {
    let words: [String: [String]]
    let streams: [String: [String]]
    let uniform: [Double]
    let normal: [Double]
    let permutation: [Int]

    static func read() throws -> Golden {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        return try JSONDecoder().decode(Golden.self, from: Data(contentsOf: folder.appending(path: "Golden/random.json")))
    }
}

@Suite struct SeededGeneratorTests {
    @Test func wordsAreThoseOfTheReference() throws {
        for (seed, words) in try Golden.read().words {
            var generator = SeededGenerator(seed: try #require(UInt64(seed)))
            #expect(words.map { _ in String(generator.next()) } == words, "seed \(seed)")
        }
    }

    @Test func streamsAreThoseOfTheReferenceAndDiffer() throws {
        let streams = try Golden.read().streams
        for (name, words) in streams {
            var generator = SeededGenerator(seed: 42, stream: name)
            #expect(words.map { _ in String(generator.next()) } == words, "stream '\(name)'")
        }
        #expect(Set(streams.values).count == streams.count)
    }

    @Test func drawsAreThoseOfTheReference() throws {
        let golden = try Golden.read()
        var uniform = SeededGenerator(seed: 7), normal = SeededGenerator(seed: 7), order = SeededGenerator(seed: 7)
        #expect(golden.uniform.map { _ in uniform.uniform() } == golden.uniform)
        #expect(order.permutation(20) == golden.permutation)
        for value in golden.normal { #expect(abs(normal.normal() - value) <= 4 * value.ulp) }
    }

    @Test func uniformStaysInItsRangeAndFillsIt() {
        var generator = SeededGenerator(seed: 1)
        let draws = (0..<10_000).map { _ in generator.uniform(-2...6) }
        #expect(draws.allSatisfy { $0 >= -2 && $0 < 6 })
        #expect(abs(draws.reduce(0, +) / 10_000 - 2) < 0.1)
        for quarter in 0..<4 {
            let share = draws.count { $0 >= -2 + 2 * Double(quarter) && $0 < 2 * Double(quarter) }
            #expect(abs(share - 2500) < 200)
        }
    }

    @Test func belowIsEvenlySpread() {
        var generator = SeededGenerator(seed: 2)
        var counts = [Int](repeating: 0, count: 7)
        for _ in 0..<70_000 { counts[generator.below(7)] += 1 }
        #expect(counts.allSatisfy { abs($0 - 10_000) < 500 })
        #expect(generator.below(1) == 0)
    }

    /// Five standard errors of each moment; the normal's third and fourth are 0 and 3.
    @Test func normalHasTheMomentsOfANormal() {
        var generator = SeededGenerator(seed: 3)
        let count = 200_000.0
        let draws = (0..<200_000).map { _ in generator.normal() }
        func moment(_ power: Double) -> Double { draws.reduce(0) { $0 + pow($1, power) } / count }
        #expect(draws.allSatisfy { $0.isFinite })
        #expect(abs(moment(1)) < 5 / count.squareRoot())
        #expect(abs(moment(2) - 1) < 5 * (2 / count).squareRoot())
        #expect(abs(moment(3)) < 5 * (15 / count).squareRoot())
        #expect(abs(moment(4) - 3) < 5 * (96 / count).squareRoot())
    }

    @Test(arguments: [0, 1, 2, 1000]) func aPermutationHasEveryIndexOnce(count: Int) {
        var generator = SeededGenerator(seed: 4), again = SeededGenerator(seed: 4)
        let order = generator.permutation(count)
        #expect(order.sorted() == Array(0..<count))
        #expect(order == again.permutation(count))
        if count > 2 { #expect(order != generator.permutation(count)) }
    }

    @Test func aStoredGeneratorGoesOnWhereItWas() throws {
        var generator = SeededGenerator(seed: 5)
        for _ in 0..<10 { _ = generator.next() }
        var restored = try JSONDecoder().decode(SeededGenerator.self, from: JSONEncoder().encode(generator))
        for _ in 0..<10 { #expect(restored.next() == generator.next()) }
    }
}
