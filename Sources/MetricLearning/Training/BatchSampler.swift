import Tensors

/// Shuffled batches of equal size, another order every epoch.
///
/// Items that do not fill a last batch sit out the epoch; with fewer items than a batch, all are the batch.
struct BatchSampler {
    let batch: Int
    private let items: Int
    private var generator: SeededGenerator

    init(items: Int, batch: Int, seed: UInt64) {
        self.items = items
        self.batch = min(batch, items)
        generator = SeededGenerator(seed: seed, stream: "batches")
    }

    var batchesPerEpoch: Int { items / batch }

    mutating func nextEpoch() -> [[Int]] {
        let order = generator.permutation(items)
        return (0..<batchesPerEpoch).map { Array(order[($0 * batch)..<(($0 + 1) * batch)]) }
    }
}
