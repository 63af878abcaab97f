import Testing
import Tensors
@testable import Retrieval

/// Against a plain sort of the exact scores, from written scores that are as wrong as they may be.
@Suite struct RankCounterTests {
    struct Ranking {
        let exact: [Double]
        let written: [Double]
        let labels: [Int]
        let error: Double

        /// Spreads the written scores over the error allowed.
        init(_ exact: [Double], labels: [Int], error: Double, _ generator: inout SeededGenerator) {
            self.exact = exact
            self.labels = labels
            self.error = error
            written = exact.map { $0 + generator.uniform(-1...1) * error * 0.999 }
        }

        var order: [Int] {
            exact.indices.sorted { exact[$0] > exact[$1] || (exact[$0] == exact[$1] && $0 < $1) }
        }

        func counted(label: Int) -> (ranks: RelevantRanks, ofItem: (Int) -> Int?) {
            written.withUnsafeBufferPointer { written in
                let counter = RankCounter(
                    written, error: error, members: ClassMembers(labels: labels, classCount: 3), label: label, exactScore: { exact[$0] })
                let ranks = counter.ranks
                return (ranks, { counter.rank(ofRelevant: $0, in: ranks) })
            }
        }

        func expectAgreement() {
            let order = self.order
            for label in 0..<3 {
                let (ranks, ofItem) = counted(label: label)
                let expected = order.enumerated().filter { labels[$0.element] == label }.map { $0.offset + 1 }
                #expect(ranks.ranks == expected && ranks.gallerySize == labels.count)
                #expect(ranks.ties == ties(label: label, order))
                for (place, item) in order.enumerated() { #expect(ofItem(item) == (labels[item] == label ? place + 1 : nil)) }
            }
            written.withUnsafeBufferPointer { written in
                for (place, item) in order.enumerated() {
                    #expect(instanceRank(of: item, written: written, error: error) { exact[$0] } == place + 1)
                }
            }
        }

        private func ties(label: Int, _ order: [Int]) -> [TieGroup] {
            var groups: [TieGroup] = []
            for score in Set(exact).sorted(by: >) {
                let tied = exact.indices.filter { exact[$0] == score }, relevant = tied.count { labels[$0] == label }
                guard tied.count > 1, relevant > 0 else { continue }
                let before = exact.indices.filter { exact[$0] > score }
                groups.append(TieGroup(
                    firstRank: before.count + 1, count: tied.count, relevantBefore: before.count { labels[$0] == label }, relevant: relevant))
            }
            return groups
        }
    }

    /// From all scores equal to all different; errors from none to wider than the scores' range.
    @Test(arguments: [0, 1e-12, 0.01, 0.6, 20]) func agreesWithASort(error: Double) {
        var generator = SeededGenerator(seed: 1)
        for round in 0..<60 {
            let count = 1 + generator.below(40), levels = [1, 4, 1_000_000][round % 3]
            let exact = (0..<count).map { _ in Double(generator.below(levels)) / Double(levels) }
            let labels = (0..<count).map { _ in generator.below(3) }
            Ranking(exact, labels: labels, error: error, &generator).expectAgreement()
        }
    }

    @Test(arguments: [
        [1, 1, 1, 1], [0, 1e-300, 2e-300, 1e-307], [1, 0.999999, 0.999998, -1e9], [-1, -2, -3, -2], [5], [1e78, -1e78, 0, 1],
    ] as [[Double]]) func scoresSpreadAsBadlyAsCanBe(relevant: [Double]) {
        var generator = SeededGenerator(seed: 2)
        let probes = relevant + [0, 0.9999985, 1.5e-300, -2.5, 1e9, -1e9]
        let labels = relevant.map { _ in 1 } + probes.map { _ in 0 }
        Ranking(relevant + probes, labels: labels, error: 0, &generator).expectAgreement()
        Ranking(relevant + probes, labels: labels, error: 1e-7, &generator).expectAgreement()
    }

    /// Most relevant scores crowd into one bucket.
    @Test func saturatedScores() {
        var generator = SeededGenerator(seed: 3)
        let exact = (0..<300).map { $0 % 7 == 0 ? 1e-9 * generator.uniform(0...1) : 1 - 1e-9 * generator.uniform(0...1) }
        Ranking(exact, labels: exact.indices.map { $0 % 3 }, error: 1e-11, &generator).expectAgreement()
    }
}
