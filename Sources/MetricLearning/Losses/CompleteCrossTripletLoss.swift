import Settings
public import Tensors

/// Triplets in label space over all eight choices of modality for anchor, positive and negative.
///
/// What is compared are the label projections of proxies (anchors) and of embeddings (positives and negatives), by cosine distance;
/// the label loss beside it is `one-hot` unless the settings choose another.
///
/// **Source**: Zeng et al., Complete cross-triplet loss in label space for audio-visual cross-modal retrieval, ISM 2022, from its
/// abstract; the distance and the average are ours.
public struct CompleteCrossTripletLoss: MetricLoss {
    public static let name = "complete-cross-triplet"
    public static let space = ComparisonSpace.labelSpace

    public typealias Parameters = TripletMarginLoss.Parameters

    private let triplets: TripletMarginLoss
    public var reducer: Reducer { triplets.reducer }

    public init(_ parameters: Parameters) { triplets = TripletMarginLoss(parameters) }

    public func callAsFunction(_ distances: Matrix, _ pairs: PairMasks) -> LossTerms { triplets(distances, pairs) }
}
