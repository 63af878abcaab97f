import Tensors

/// Batches that hold the same number of items of each class they hold: at least `items_per_class`, and no item twice.
///
/// A batch takes as many classes as it has room for, in a shuffled order that goes round; a class that has fewer items gives all
/// it has, so such a batch is shorter. Where the room is for more classes than there are, each gives more items. An epoch is as
/// many batches as the shuffled kind has, so large classes are seen in part and small ones more than once.
///
/// **Source**: the P classes by K items of Hermans et al., arXiv 1703.07737, section 2.
struct ClassBalancedBatches: BatchSampler {
    static let name = "class-balanced"

    let batch: Int
    var generator: SeededGenerator
    let batchesPerEpoch: Int
    private let classes: [[Int]]
    private let classesPerBatch: Int
    private let itemsPerClass: Int

    init(labels: [Int], batch: Int, _ settings: BatchSettings, seed: UInt64) {
        self.batch = min(batch, labels.count)
        batchesPerEpoch = labels.count / self.batch
        generator = SeededGenerator(seed: seed, stream: "batches")
        classes = Dictionary(grouping: labels.indices, by: { labels[$0] }).sorted { $0.key < $1.key }.map(\.value)
        classesPerBatch = min(classes.count, max(2, self.batch / settings.itemsPerClass))
        itemsPerClass = max(settings.itemsPerClass, self.batch / classesPerBatch)
    }

    mutating func nextEpoch() -> [[Int]] {
        var order = ShuffledRound(classes.count)
        var rounds = classes.map { ShuffledRound($0.count) }
        var batches: [[Int]] = []
        for _ in 0..<batchesPerEpoch {
            var batch: [Int] = []
            for group in order.take(classesPerBatch, &generator) {
                let items = classes[group]
                batch += rounds[group].take(min(itemsPerClass, items.count), &generator).map { items[$0] }
            }
            batches.append(batch)
        }
        return batches
    }
}

/// `0..<count` in shuffled order, over and over; one taking never holds a number twice.
private struct ShuffledRound {
    private let count: Int
    private var rest: [Int] = []

    init(_ count: Int) { self.count = count }

    /// - Parameter wanted: at most the count.
    mutating func take(_ wanted: Int, _ generator: inout SeededGenerator) -> [Int] {
        var taken = Array(rest.prefix(wanted))
        rest.removeFirst(taken.count)
        guard taken.count < wanted else { return taken }
        let fresh = generator.permutation(count)
        let already = Set(taken)
        let missing = fresh.filter { !already.contains($0) }.prefix(wanted - taken.count)
        taken += missing
        let used = Set(missing)
        rest = fresh.filter { !used.contains($0) }
        return taken
    }
}
