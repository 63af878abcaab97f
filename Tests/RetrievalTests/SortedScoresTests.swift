import Testing
@testable import Retrieval

/// Placing an item among the relevant ones, where the scores are spread as badly as they can be.
@Suite struct SortedScoresTests {
    @Test(arguments: [
        [1, 1, 1, 1], [0, 1e-300, 2e-300, 1e-307], [1, 0.999999, 0.999998, -1e9], [-1, -2, -3, -2], [5], [], [1e78, -1e78, 0, 1],
    ] as [[Double]]) func agreesWithCounting(relevant: [Double]) {
        let probes = relevant + [0, 0.9999985, 1.5e-300, -2.5, 1e9, -1e9]
        let scores = relevant + probes
        let labels = relevant.map { _ in 1 } + probes.map { _ in 0 }
        let sorted = scores.withUnsafeBufferPointer { SortedScores($0, labels: labels, label: 1) }
        #expect(sorted.count == relevant.count)
        for index in relevant.count..<scores.count {
            #expect(sorted.countBefore(scores[index], index) == relevant.count { $0 >= scores[index] })   // ties go to the lower index
        }
    }
}
