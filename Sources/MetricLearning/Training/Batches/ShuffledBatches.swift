import Tensors

/// Shuffled batches of equal size, another order every epoch.
///
/// Items that do not fill a last batch sit out the epoch; with fewer items than a batch, all are the batch.
struct ShuffledBatches: BatchSampler {
    static let name = "shuffled"

    let batch: Int
    var generator: SeededGenerator
    private let items: Int

    init(labels: [Int], batch: Int, _ settings: BatchSettings, seed: UInt64) {
        items = labels.count
        self.batch = min(batch, items)
        generator = SeededGenerator(seed: seed, stream: "batches")
    }

    var batchesPerEpoch: Int { items / batch }

    mutating func nextEpoch() -> [[Int]] {
        let order = generator.permutation(items)
        return (0..<batchesPerEpoch).map { Array(order[($0 * batch)..<(($0 + 1) * batch)]) }
    }
}
