public import Settings
public import Tensors

/// Per query `(1/alpha) log(1 + sum_p exp(-alpha (s_p - base))) + (1/beta) log(1 + sum_n exp(beta (s_n - base)))`, s the
/// similarity `1 - distance`.
///
/// Every query with a positive or a negative is a term.
/// **Source**: Wang et al., arXiv 1904.06627, equation 10, without its pair mining; weights as in pytorch-metric-learning.
public struct MultiSimilarityLoss: MetricLoss {
    public static let name = "multi-similarity"

    public struct Parameters: StrictlyDecodable, Sendable {
        /// Sharpness over positives and over negatives.
        public var alpha: Double
        public var beta: Double
        /// The similarity from which a pair counts.
        public var base: Double
        public var reducer: Reducer

        public init(alpha: Double = 2, beta: Double = 50, base: Double = 0.5, reducer: Reducer = .mean) {
            (self.alpha, self.beta, self.base, self.reducer) = (alpha, beta, base, reducer)
        }

        public init(from section: Section) throws(SettingsError) {
            alpha = try section.number("alpha", default: 2, in: 0.001...1_000)
            beta = try section.number("beta", default: 50, in: 0.001...1_000)
            base = try section.number("base", default: 0.5, in: -1...1)
            reducer = try section.choice("reducer", default: .mean)
        }
    }

    private let parameters: Parameters
    public var reducer: Reducer { parameters.reducer }

    public init(_ parameters: Parameters) { self.parameters = parameters }

    public func callAsFunction(_ distances: Matrix, _ pairs: PairMasks) -> LossTerms {
        let (alpha, beta, far) = (parameters.alpha, parameters.beta, 1 - parameters.base)
        return LossTerms(distances, pairs, scratch: {}) { row, _ in
            // s - base = far - d
            let pull = row.logSumOfExponentials(.positive, factor: -alpha, offset: far)
            let push = row.logSumOfExponentials(.negative, factor: beta, offset: far)
            row.scaleSlopes(.positive, by: logistic(pull))
            row.scaleSlopes(.negative, by: -logistic(push))
            let sum = softplus(pull) / alpha + softplus(push) / beta
            return QueryTerms(sum: sum, active: sum > 0 ? 1 : 0, valid: pull > -.infinity || push > -.infinity ? 1 : 0)
        }
    }
}
