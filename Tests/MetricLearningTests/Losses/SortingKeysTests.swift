@testable import MetricLearning
import Tensors
import Testing

@Suite struct SortingKeysTests {
    @Test func sortsNumbersOfEitherSignAndKeepsPlaces() {
        let values: [Float] = [0.5, -1e-7, 2, 0, -0.0, -3, 0.5, .infinity, 1e-30]
        var keys = SortingKeys(capacity: values.count)
        for _ in 0..<2 {   // memory is used again
            keys.removeAll()
            for (index, value) in values.enumerated() { keys.append(value, index) }
            keys.sort()
        }
        #expect(keys.count == values.count)
        #expect((0..<keys.count).map { keys.index($0) } == [5, 1, 3, 4, 8, 0, 6, 2, 7])
        #expect((0..<keys.count).map { keys.value($0) } == [-3, -1e-7, 0, 0, 1e-30, 0.5, 0.5, 2, .infinity])
    }

    /// Both ways of sorting, against the standard library's; equal numbers stay in order.
    @Test(arguments: [0, 1, 2, 47, 48, 400, 3_000]) func agreesWithTheStandardLibrary(count: Int) {
        var generator = SeededGenerator(seed: UInt64(count))
        var keys = SortingKeys(capacity: count)
        for coarse in [false, true] {
            let values = (0..<count).map { _ in coarse ? Float(generator.below(9)) - 4 : Float(generator.normal()) }
            keys.removeAll()
            for (index, value) in values.enumerated() { keys.append(value, index) }
            keys.sort()
            #expect((0..<count).map { keys.index($0) } == values.indices.sorted { (values[$0], $0) < (values[$1], $1) })
            #expect((0..<count).map { keys.value($0) } == values.sorted())
        }
    }
}
