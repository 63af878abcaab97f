/// How well one modality's queries retrieve the other's items. Relevant means: of the same class.
public struct RetrievalMetrics: Hashable, Sendable {
    /// Mean over the queries of the average precision over all ranks; equal scores keep the gallery's order.
    public let map: Double
    /// The mean of ``map`` over all orders of equal scores.
    public let tieAwareMap: Double
    /// MAP@R: mean over the queries of the average precision over the first R ranks, R being the items of the query's class.
    public let mapAtR: Double
    /// Mean average precision of the queries of each class that has queries.
    public let mapPerClass: [Int: Double]
    /// Queries of each class that has any.
    public let queriesPerClass: [Int: Int]
    /// The unweighted mean of ``mapPerClass``.
    public let macroMap: Double
    /// By K: share of queries with an item of their class among the first K.
    public let recall: [Int: Double]
    /// By K: mean share of items of the query's class among the first K.
    public let precision: [Int: Double]
    /// Mean of one over the rank of the first relevant item.
    public let reciprocalRank: Double
    /// By K: share of queries whose paired item is among the first K; empty if rows are not paired.
    public let instanceRecall: [Int: Double]
    /// Mean interpolated precision at recall 0, 0.1, ..., 1.
    public let elevenPoint: [Double]
    /// Mean precision and recall at fixed ranks.
    public let precisionRecall: [PrecisionRecallPoint]
    /// The exact ``map`` a random ranking has on average.
    public let chance: Double
    /// Every query's own figures, in the queries' order.
    public let perQuery: [QueryMetrics]
    /// Rows on either side.
    public let queries: Int
    public let gallery: Int
}
