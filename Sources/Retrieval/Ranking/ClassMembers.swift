/// The gallery items of each class, in gallery order.
struct ClassMembers: Sendable {
    let labels: [Int32]
    private let items: [Int32]
    private let starts: [Int]

    init(labels: [Int], classCount: Int) {
        self.labels = labels.map(Int32.init)
        var starts = [Int](repeating: 0, count: classCount + 1)
        for label in labels { starts[label + 1] += 1 }
        for label in 0..<classCount { starts[label + 1] += starts[label] }
        var next = starts
        var items = [Int32](repeating: 0, count: labels.count)
        for (item, label) in labels.enumerated() {
            items[next[label]] = Int32(item)
            next[label] += 1
        }
        self.items = items
        self.starts = starts
    }

    func items(of label: Int) -> ArraySlice<Int32> { items[starts[label]..<starts[label + 1]] }
}
