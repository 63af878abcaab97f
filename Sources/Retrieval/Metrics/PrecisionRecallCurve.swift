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

/// The fixed ranks of the field's precision-recall curves: 5, 50, 100, 150, ... and the end of the gallery.
public func precisionRecallRanks(gallerySize: Int) -> [Int] {
    let ranks = [5] + Array(stride(from: 50, through: gallerySize, by: 50))
    return ranks.filter { $0 < gallerySize } + [gallerySize]
}
