import Tensors

/// Deals the training set out in batches, another way every epoch.
///
/// All it remembers from one epoch to the next is its generator.
protocol BatchSampler {
    /// Its spelling in a settings file.
    static var name: String { get }

    /// - Parameters:
    ///   - labels: one an item.
    ///   - batch: items a batch; all of them are the batch where there are fewer.
    init(labels: [Int], batch: Int, _ settings: BatchSettings, seed: UInt64)

    var batch: Int { get }
    var batchesPerEpoch: Int { get }
    var generator: SeededGenerator { get set }

    /// Rows of the training set, batch by batch.
    mutating func nextEpoch() -> [[Int]]
}
