import Foundation
public import Settings
public import Tensors

/// A learned vector c for every class, the queries, against the items, the references: the mean over the classes in the batch of
/// `log(1 + sum_{i of c} exp(-alpha (s_ic - margin)))` plus the mean over all classes of `log(1 + sum_{i not of c} exp(alpha (s_ic + margin)))`,
/// s the similarity `1 - distance`.
///
/// **Source**: Kim et al., arXiv 2003.13911, equation 4.
public struct ProxyAnchorLoss: MetricLoss {
    public static let name = "proxy-anchor"
    public static let space = ComparisonSpace.classProxies

    public struct Parameters: StrictlyDecodable, Sendable {
        /// In cosine similarity.
        public var margin: Double
        /// Sharpness.
        public var alpha: Double

        public init(margin: Double = 0.1, alpha: Double = 32) { (self.margin, self.alpha) = (margin, alpha) }

        public init(from section: Section) throws(SettingsError) {
            margin = try section.number("margin", default: 0.1, in: 0...2)
            alpha = try section.number("alpha", default: 32, in: 0.001...1_000)
        }
    }

    /// A term is a class.
    public let reducer = Reducer.mean
    private let parameters: Parameters

    public init(_ parameters: Parameters) { self.parameters = parameters }

    public func callAsFunction(_ distances: Matrix, _ pairs: PairMasks) -> LossTerms {
        let (alpha, margin) = (parameters.alpha, parameters.margin)
        let present = Set(pairs.referenceLabels).intersection(pairs.queryLabels).count
        // The positive part is averaged over the classes present: it weighs that much more in the average over all.
        let weight = Double(pairs.queries) / Double(max(1, present))
        return LossTerms(distances, pairs, scratch: {}) { row, _ in
            let pull = row.logSumOfExponentials(.positive, factor: -alpha, offset: 1 - margin)
            let push = row.logSumOfExponentials(.negative, factor: alpha, offset: 1 + margin)
            row.scaleSlopes(.positive, by: weight * alpha * logistic(pull))
            row.scaleSlopes(.negative, by: -alpha * logistic(push))
            let sum = weight * softplus(pull) + softplus(push)
            return QueryTerms(sum: sum, active: sum > 0 ? 1 : 0, valid: 1)
        }
    }
}
