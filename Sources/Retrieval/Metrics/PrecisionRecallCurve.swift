/// Mean precision and recall of all queries at one rank.
public struct PrecisionRecallPoint: Hashable, Sendable, Codable {
    public let rank: Int
    public let precision: Double
    public let recall: Double

    public init(rank: Int, precision: Double, recall: Double) {
        self.rank = rank
        self.precision = precision
        self.recall = recall
    }
}

/// The fixed ranks of a precision-recall curve: the field's 5, 50, 100, 150, ... and, so that small galleries show a curve
/// too, 1 to 4 and every fifth below 50; then the end of the gallery.
public func precisionRecallRanks(gallerySize: Int) -> [Int] {
    let ranks = Array(1...5) + Array(stride(from: 10, to: 50, by: 5)) + Array(stride(from: 50, through: max(50, gallerySize), by: 50))
    return ranks.filter { $0 < gallerySize } + [gallerySize]
}
