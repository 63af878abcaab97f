import Testing
@testable import MetricLearning

@Suite struct BatchSamplerTests {
    @Test func batchesAreFullAndDisjoint() {
        var sampler = BatchSampler(items: 23, batch: 5, seed: 1)
        let batches = sampler.nextEpoch()
        #expect(batches.map(\.count) == [5, 5, 5, 5])
        #expect(Set(batches.flatMap(\.self)).count == 20)
        #expect(sampler.nextEpoch() != batches)
    }

    @Test func fewItemsAreOneBatch() {
        var sampler = BatchSampler(items: 3, batch: 5, seed: 1)
        #expect(sampler.nextEpoch().map { $0.sorted() } == [[0, 1, 2]])
        #expect(sampler.batch == 3)
    }

    @Test func aSeedIsAnOrder() {
        var a = BatchSampler(items: 50, batch: 5, seed: 1), b = a, other = BatchSampler(items: 50, batch: 5, seed: 2)
        #expect(a.nextEpoch() == b.nextEpoch())
        #expect(a.nextEpoch() != other.nextEpoch())
    }
}
