import Tensors

/// The rows of each class in a seeded random order, of which a share is taken from the front: shares of one seed are nested.
struct ClassOrder {
    /// One list a class, by ascending class id.
    private let classes: [[Int]]

    /// - Parameter stream: tells apart the draws that one seed is used for.
    init(_ rows: [Int], labels: [Int], seed: Int, stream: String) {
        classes = Dictionary(grouping: rows) { labels[$0] }.sorted { $0.key < $1.key }.map { label, rows in
            var generator = SeededGenerator(seed: UInt64(seed), stream: "\(stream), class \(label)")
            return generator.permutation(rows.count).map { rows[$0] }
        }
    }

    /// A share of every class, to the next whole item but at least `least` where there are that many; in ascending order.
    func share(_ share: Double, atLeast least: Int) -> [Int] {
        classes.flatMap { $0.prefix(max(least, Int((share * Double($0.count)).rounded()))) }.sorted()
    }
}
