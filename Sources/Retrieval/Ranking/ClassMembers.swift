/// The gallery with the items of a class side by side, in gallery order among themselves.
struct ClassMembers: Sendable {
    /// The gallery item at each place.
    let items: [Int32]
    /// The place of each gallery item.
    let places: [Int32]
    private let starts: [Int]

    init(labels: [Int], classCount: Int) {
        var starts = [Int](repeating: 0, count: classCount + 1)
        for label in labels { starts[label + 1] += 1 }
        for label in 0..<classCount { starts[label + 1] += starts[label] }
        var next = starts
        var items = [Int32](repeating: 0, count: labels.count), places = items
        for (item, label) in labels.enumerated() {
            items[next[label]] = Int32(item)
            places[item] = Int32(next[label])
            next[label] += 1
        }
        self.items = items
        self.places = places
        self.starts = starts
    }

    var count: Int { items.count }

    /// The places of a class's items.
    func places(of label: Int) -> Range<Int> { starts[label]..<starts[label + 1] }

    var largestClass: Int { zip(starts, starts.dropFirst()).map { $1 - $0 }.max() ?? 0 }
}

extension ClassMembers {
    /// The rank, counted from 1, of a gallery item; equal exact scores keep the gallery's order.
    ///
    /// - Parameters:
    ///   - written: scores by place, each so near the exact one that two which differ by more than `2 error`, as computed, are in
    ///     its order.
    ///   - exactScore: the exact score of the item at a place.
    func rank<Score: WrittenScore>(of item: Int, _ written: UnsafePointer<Score>, error: Score, exactScore: (Int) -> Double) -> Int {
        let own = Int(places[item]), exactOwn = exactScore(own), margin = 2 * error
        var before = 0
        for place in 0..<count {
            let difference = written[place] - written[own]
            if difference > margin {
                before += 1
            } else if difference >= -margin, place != own {
                let score = exactScore(place)
                if score > exactOwn || (score == exactOwn && items[place] < item) { before += 1 }
            }
        }
        return before + 1
    }
}
