/// One query's positive and negative distances.
///
/// A triplet is active where `d_n < key_p`, with `key_p = d_p + margin` rounded once, so that every way of counting agrees.
struct TripletRow {
    private(set) var positives: SortingKeys
    private(set) var negatives: SortingKeys
    private let margin: Float

    init(capacity: Int, margin: Float) {
        positives = SortingKeys(capacity: capacity)
        negatives = SortingKeys(capacity: capacity)
        self.margin = margin
    }

    var hasTriplets: Bool { positives.count > 0 && negatives.count > 0 }
    var tripletCount: Int { positives.count * negatives.count }

    mutating func removeAll() {
        positives.removeAll()
        negatives.removeAll()
    }

    /// Places are whatever the slopes are handed back by.
    mutating func addPositive(_ distance: Float, _ place: Int) { positives.append(distance, place) }
    mutating func addNegative(_ distance: Float, _ place: Int) { negatives.append(distance, place) }

    mutating func fill(_ row: QueryRow) {
        removeAll()
        for index in row.distances.indices {
            switch row.relations[index] {
            case .positive: positives.append(row.distances[index], index)
            case .negative: negatives.append(row.distances[index], index)
            case .ignored: break
            }
        }
    }

    /// Ascending by distance, both sides.
    mutating func sort() {
        positives.sort()
        negatives.sort()
    }

    /// Distance plus margin of the positive at a sorted position; adding a constant keeps the order.
    @inline(__always)
    func key(_ position: Int) -> Float { positives.value(position) + margin }
}
