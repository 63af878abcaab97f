public import Settings
public import Tensors

/// A loss over distances between queries and references.
///
/// It sees the distance matrix and the pair masks only; how values are averaged is its ``reducer``'s matter, how slopes
/// reach the embeddings the distance's.
public protocol MetricLoss: Sendable {
    /// Its spelling in a settings file: lower case, words joined by hyphens.
    static var name: String { get }
    /// Its keys, which stand beside `loss` in the section.
    associatedtype Parameters: StrictlyDecodable & Sendable
    init(_ parameters: Parameters)
    var reducer: Reducer { get }

    /// - Parameters:
    ///   - distances: `[queries, references]`; smaller is closer.
    func callAsFunction(_ distances: Matrix, _ pairs: PairMasks) -> LossTerms
}

extension MetricLoss {
    /// The loss with the parameters of `section`.
    public static func reading(_ section: Section) throws(SettingsError) -> any MetricLoss {
        Self(try Parameters(from: section))
    }
}

/// What a loss gives before reduction. A term is what the loss is a sum of: a triplet, or an anchor.
public struct LossTerms: Sendable {
    /// By query: the sum of its terms.
    public var sums: [Double]
    /// By query: terms above zero.
    public var active: [Int]
    /// By query: terms there are.
    public var valid: [Int]
    /// `[queries, references]`: the slope of `sums[query]` along each distance.
    public var slopes: Matrix

    /// No terms yet.
    public init(queries: Int, references: Int) {
        sums = [Double](repeating: 0, count: queries)
        active = [Int](repeating: 0, count: queries)
        valid = active
        slopes = Matrix(rows: queries, columns: references)
    }
}
