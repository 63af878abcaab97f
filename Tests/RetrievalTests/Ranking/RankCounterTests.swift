@testable import Retrieval
import Tensors
import Testing

/// Against a plain sort of the exact scores, from written scores that are as wrong as they may be.
@Suite struct RankCounterTests {
    struct Ranking<Score: WrittenScore> {
        let exact: [Double]
        /// By place: a class's items side by side.
        let written: [Score]
        let members: ClassMembers
        let labels: [Int]
        var error: Score

        /// Spreads the written scores over the error allowed.
        init(_ exact: [Double], labels: [Int], error: Double, _ generator: inout SeededGenerator) {
            self.exact = exact
            self.labels = labels
            self.error = Score(error)
            members = ClassMembers(labels: labels, classCount: 3)
            written = members.items.map { item in
                let exact = exact[Int(item)], written = exact + generator.uniform(-1...1) * error * 0.999
                return Score(abs(written - exact) <= error ? written : exact)   // numbers of 1e9 are further apart
            }
        }

        var order: [Int] {
            exact.indices.sorted { exact[$0] > exact[$1] || (exact[$0] == exact[$1] && $0 < $1) }
        }

        func counted(label: Int) -> (ranks: RelevantRanks, ofItem: (Int) -> Int?) {
            let counter = counter(label: label, closeLimit: .max)!
            let ranks = counter.ranks
            return (ranks, { counter.rank(ofRelevant: $0, in: ranks) })
        }

        func counter(label: Int, closeLimit: Int) -> RankCounter<Score>? {
            written.withUnsafeBufferPointer { written in
                RankCounter(
                    written.baseAddress!, error: error, label: label, closeLimit: closeLimit, RankMemory(members),
                    exactScore: { exact[Int(members.items[$0])] })
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
                    let rank = members.rank(of: item, written.baseAddress!, error: error) { exact[Int(members.items[$0])] }
                    #expect(rank == place + 1)
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
            Ranking<Double>(exact, labels: labels, error: error, &generator).expectAgreement()
        }
    }

    /// The same from single precision, whose own rounding the error has to cover.
    @Test(arguments: [1e-6, 0.01, 0.6]) func agreesWithASortFromSinglePrecision(error: Double) {
        var generator = SeededGenerator(seed: 4)
        for round in 0..<60 {
            let count = 1 + generator.below(300), levels = [1, 30, 1_000_000][round % 3]
            let exact = (0..<count).map { _ in Double(generator.below(levels)) / Double(levels) }
            let labels = (0..<count).map { _ in generator.below(3) }
            var ranking = Ranking<Float>(exact, labels: labels, error: error, &generator)
            ranking.error += 4 * Float.ulpOfOne
            ranking.expectAgreement()
        }
    }

    /// Memory serves one query after another, whatever the sizes of their classes.
    @Test func memoryIsUsedAgain() {
        var generator = SeededGenerator(seed: 5)
        let labels = (0..<200).map { $0 < 3 ? 0 : $0 < 50 ? 1 : 2 }
        let exact = labels.map { _ in Double(generator.below(40)) }
        let ranking = Ranking<Double>(exact, labels: labels, error: 0, &generator), memory = RankMemory<Double>(ranking.members)
        for label in [2, 0, 1, 2, 1, 0, 0] {
            let again = ranking.written.withUnsafeBufferPointer {
                RankCounter($0.baseAddress!, error: 0, label: label, memory) { ranking.written[$0] }!.ranks
            }
            #expect(again == ranking.counted(label: label).ranks)
        }
    }

    /// More relevant items than there are buckets for few of them.
    @Test func manyRelevantItems() {
        var generator = SeededGenerator(seed: 7)
        let exact = (0..<20_000).map { _ in generator.normal() }, labels = exact.indices.map { $0 % 5 == 0 ? 1 : 0 }
        let ranking = Ranking<Float>(exact, labels: labels, error: 1e-6, &generator)
        let expected = ranking.order.enumerated().filter { labels[$0.element] == 0 }.map { $0.offset + 1 }
        #expect(ranking.counted(label: 0).ranks.ranks == expected)
    }

    @Test func givesUpWhereTooManyAreTooClose() {
        var generator = SeededGenerator(seed: 6)
        let ranking = Ranking<Double>([0.5, 0.5, 0.5, 0.9, 0.1], labels: [0, 1, 1, 1, 1], error: 1e-3, &generator)
        #expect(ranking.counter(label: 0, closeLimit: 1)?.ranks == nil)
        #expect(ranking.counter(label: 0, closeLimit: 2)?.ranks.ranks == [2])
    }

    @Test(arguments: [
        [1, 1, 1, 1], [0, 1e-300, 2e-300, 1e-307], [1, 0.999999, 0.999998, -1e9], [-1, -2, -3, -2], [5], [1e78, -1e78, 0, 1],
    ] as [[Double]]) func scoresSpreadAsBadlyAsCanBe(relevant: [Double]) {
        var generator = SeededGenerator(seed: 2)
        let probes = relevant + [0, 0.9999985, 1.5e-300, -2.5, 1e9, -1e9]
        let labels = relevant.map { _ in 1 } + probes.map { _ in 0 }
        Ranking<Double>(relevant + probes, labels: labels, error: 0, &generator).expectAgreement()
        Ranking<Double>(relevant + probes, labels: labels, error: 1e-7, &generator).expectAgreement()
    }

    /// Most relevant scores crowd into one bucket.
    @Test func saturatedScores() {
        var generator = SeededGenerator(seed: 3)
        let exact = (0..<300).map { $0 % 7 == 0 ? 1e-9 * generator.uniform(0...1) : 1 - 1e-9 * generator.uniform(0...1) }
        Ranking<Double>(exact, labels: exact.indices.map { $0 % 3 }, error: 1e-11, &generator).expectAgreement()
    }
}
