import Tensors

/// Labels in an order that says nothing of the classes: the control of a training.
///
/// The labels are dealt out so that the items of every true class get all labels in proportion. A plain permutation
/// leaves small data with classes that have a favourite label, and as a pair shares its label, in both modalities alike:
/// a control trained on that lines the modalities up class by class and stands above chance for no fault of the method.
func shuffledLabels(_ labels: [Int], seed: Int, stream: String) -> [Int] {
    var generator = SeededGenerator(seed: UInt64(seed), stream: stream)
    let order = generator.permutation(labels.count)
    let byClass = order.enumerated().sorted { (labels[$0.element], $0.offset) < (labels[$1.element], $1.offset) }.map(\.element)
    var counts: [Int: Int] = [:]
    for label in labels { counts[label, default: 0] += 1 }
    // Each label's copies stand at even distances on a line, from a random start: any stretch holds all in proportion.
    var dealt: [(place: Double, label: Int)] = []
    for (label, count) in counts.sorted(by: { $0.key < $1.key }) {
        let start = generator.uniform()
        dealt += (0..<count).map { ((Double($0) + start) / Double(count), label) }
    }
    dealt.sort { ($0.place, $0.label) < ($1.place, $1.label) }
    var shuffled = labels
    for (item, card) in zip(byClass, dealt) { shuffled[item] = card.label }
    return shuffled
}
