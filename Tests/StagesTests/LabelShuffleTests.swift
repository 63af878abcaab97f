@testable import Stages
import Testing

@Suite struct LabelShuffleTests {
    private let labels = (0..<240).map { $0 % 3 == 0 ? 0 : $0 % 5 + 1 }

    @Test func labelsKeepTheirCounts() {
        let shuffled = shuffledLabels(labels, seed: 1, stream: "s")
        #expect(shuffled.sorted() == labels.sorted())
        #expect(shuffled != labels)
    }

    @Test func everyClassGetsAllLabelsInProportion() {
        let shuffled = shuffledLabels(labels, seed: 1, stream: "s")
        for known in 0...5 {
            let items = labels.indices.filter { labels[$0] == known }
            for label in 0...5 {
                let expected = Double(items.count) * Double(labels.count { $0 == label }) / Double(labels.count)
                #expect(abs(Double(items.count { shuffled[$0] == label }) - expected) <= 1.01)
            }
        }
    }

    @Test func theSeedDecides() {
        #expect(shuffledLabels(labels, seed: 1, stream: "s") == shuffledLabels(labels, seed: 1, stream: "s"))
        #expect(shuffledLabels(labels, seed: 1, stream: "s") != shuffledLabels(labels, seed: 2, stream: "s"))
    }
}
