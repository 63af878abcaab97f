@testable import MetricLearning
import Testing

@Suite struct PairMasksTests {
    @Test func acrossModalitiesTheDiagonalIsPositive() {
        let masks = PairMasks(queryLabels: [0, 1], referenceLabels: [0, 1, 0], diagonal: .compared)
        #expect(masks.relations == [.positive, .negative, .positive, .negative, .positive, .negative])
        #expect(masks.queries == 2 && masks.references == 3)
    }

    @Test func withinAModalityTheDiagonalIsIgnored() {
        let masks = PairMasks(queryLabels: [0, 1, 0], referenceLabels: [0, 1, 0], diagonal: .ignored)
        #expect(masks.relations == [
            .ignored, .negative, .positive,
            .negative, .ignored, .negative,
            .positive, .negative, .ignored,
        ])
    }
}
