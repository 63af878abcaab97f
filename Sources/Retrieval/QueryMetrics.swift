/// The figures of a single query; what two methods are compared by, query by query.
public struct QueryMetrics: Hashable, Sendable {
    /// Over all ranks; equal scores keep the gallery's order.
    public let averagePrecision: Double
    /// Its mean over all orders of equal scores.
    public let tieAwareAveragePrecision: Double
    public let averagePrecisionAtR: Double
    public let reciprocalRank: Double

    init(_ ranks: RelevantRanks) {
        averagePrecision = ranks.averagePrecision
        tieAwareAveragePrecision = ranks.ties.isEmpty ? averagePrecision : ranks.tieAwareAveragePrecision
        averagePrecisionAtR = ranks.averagePrecisionAtR
        reciprocalRank = ranks.reciprocalRank
    }
}
