@testable import MetricLearning
import Testing

@Suite struct ShuffledBatchesTests {
    private func sampler(_ items: Int, batch: Int = 5, seed: UInt64 = 1) -> ShuffledBatches {
        ShuffledBatches(labels: [Int](repeating: 0, count: items), batch: batch, BatchSettings(), seed: seed)
    }

    @Test func batchesAreFullAndDisjoint() {
        var sampler = sampler(23)
        let batches = sampler.nextEpoch()
        #expect(batches.map(\.count) == [5, 5, 5, 5])
        #expect(Set(batches.flatMap(\.self)).count == 20)
        #expect(sampler.nextEpoch() != batches)
    }

    @Test func fewItemsAreOneBatch() {
        var sampler = sampler(3)
        #expect(sampler.nextEpoch().map { $0.sorted() } == [[0, 1, 2]])
        #expect(sampler.batch == 3)
    }

    @Test func aSeedIsAnOrder() {
        var one = sampler(50), same = one, other = sampler(50, seed: 2)
        let first = one.nextEpoch()
        #expect(same.nextEpoch() == first)
        #expect(other.nextEpoch() != first)
    }
}
