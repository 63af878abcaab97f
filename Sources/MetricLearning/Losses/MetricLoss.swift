public import Settings
public import Tensors

/// A loss over distances between queries and references.
///
/// It sees the distance matrix and the pair masks only; how values are averaged is its ``reducer``'s matter, how slopes
/// reach the embeddings the distance's, and what is compared with what its ``space``'s.
public protocol MetricLoss: Sendable {
    /// Its spelling in a settings file: lower case, words joined by hyphens.
    static var name: String { get }
    /// What it compares.
    static var space: ComparisonSpace { get }
    /// Its keys, which stand beside `loss` in the section.
    associatedtype Parameters: StrictlyDecodable & Sendable
    init(_ parameters: Parameters)
    var reducer: Reducer { get }
    /// What the mean squared lengths of anchors and of references are multiplied with; 0 where lengths do not count.
    var lengthPenalty: Double { get }

    /// - Parameters:
    ///   - distances: `[queries, references]`; smaller is closer.
    func callAsFunction(_ distances: Matrix, _ pairs: PairMasks) -> LossTerms
}

extension MetricLoss {
    public static var space: ComparisonSpace { .embeddings(.cosine) }
    public var lengthPenalty: Double { 0 }

    /// The loss with the parameters of `section`.
    public static func reading(_ section: Section) throws(SettingsError) -> any MetricLoss {
        Self(try Parameters(from: section))
    }
}

/// What a metric loss compares.
public enum ComparisonSpace: Sendable, Hashable {
    /// Proxies of one modality with embeddings of the other or the same, as the pairings say.
    case embeddings(EmbeddingDistance)
    /// Learned class vectors, one set for both modalities, with the proxies of each.
    case classProxies
    /// Label projections of proxies with those of embeddings, in every choice of modalities.
    case labelSpace
}

/// A loss that also compares references with each other: a positive with negatives, a negative with another one.
public protocol ReferenceMetricLoss: MetricLoss {
    /// - Parameters:
    ///   - distances: `[queries, references]`.
    ///   - among: `[references, references]`, between the references themselves.
    ///   - generator: for losses that sample; the objective keeps it, so that a resumed training draws the same.
    /// - Returns: terms with ``LossTerms/referenceSlopes``.
    func terms(_ distances: Matrix, among: Matrix, _ pairs: PairMasks, using generator: inout SeededGenerator) -> LossTerms
}

extension ReferenceMetricLoss {
    /// Over one set of embeddings, where the queries are the references.
    public func callAsFunction(_ distances: Matrix, _ pairs: PairMasks) -> LossTerms {
        var generator = SeededGenerator(seed: 0, stream: Self.name)
        var terms = terms(distances, among: distances, pairs, using: &generator)
        if let slopes = terms.referenceSlopes { terms.slopes.add(slopes) }
        terms.referenceSlopes = nil
        return terms
    }
}
