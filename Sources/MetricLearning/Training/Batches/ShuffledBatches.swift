import Tensors

/// Shuffled batches of equal size, another order every epoch.
///
/// Items that do not fill a last batch sit out the epoch; with fewer items than a batch, all are the batch.
struct ShuffledBatches: BatchSampler {
    static let name = "shuffled"

    let batch: Int
    let stream: RandomStream
    private let items: Int

    init(labels: [Int], batch: Int, _ settings: BatchSettings, seed: UInt64) {
        items = labels.count
        self.batch = min(batch, items)
        stream = RandomStream(seed: seed, name: "batches")
    }

    var batchesPerEpoch: Int { items / batch }

    func nextEpoch() -> [[Int]] {
        let order = stream.generator.permutation(items)
        return (0..<batchesPerEpoch).map { Array(order[($0 * batch)..<(($0 + 1) * batch)]) }
    }
}
