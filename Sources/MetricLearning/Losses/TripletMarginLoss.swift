public import Settings
public import Tensors

/// `max(0, d(i, p) - d(i, n) + margin)` over the triplets of a query, a positive and a negative reference that the miner chooses.
///
/// **Source**: Schroff et al., arXiv 1503.03832; average over the triplets above zero as in pytorch-metric-learning's
/// AvgNonZeroReducer.
/// **Complexity**: O(Q R log R) for Q queries and R references, against O(Q R^2) triplets.
public struct TripletMarginLoss: MetricLoss {
    public static let name = "triplet"

    public struct Parameters: StrictlyDecodable, Sendable {
        /// In cosine distance, 0...2.
        public var margin: Double
        public var mining: TripletMining
        public var reducer: Reducer

        public init(margin: Double = 0.4, mining: TripletMining = .all, reducer: Reducer? = nil) {
            self.margin = margin
            self.mining = mining
            self.reducer = reducer ?? mining.usualReducer
        }

        public init(from section: Section) throws(SettingsError) {
            margin = try section.number("margin", default: 0.4, in: 0...2)
            mining = try section.choice("mining", default: .all)
            reducer = try section.choice("reducer", default: mining.usualReducer)
        }
    }

    private let margin: Float
    private let miner: any TripletMiner
    public let reducer: Reducer

    public init(_ parameters: Parameters) {
        margin = Float(parameters.margin)
        miner = parameters.mining.miner
        reducer = parameters.reducer
    }

    public func callAsFunction(_ distances: Matrix, _ pairs: PairMasks) -> LossTerms {
        let (margin, miner, references) = (margin, miner, pairs.references)
        return LossTerms(distances, pairs, scratch: { TripletRow(capacity: references, margin: margin) }) { row, triplets in
            triplets.fill(row)
            return triplets.hasTriplets ? miner.terms(of: &triplets, slopes: row.slopes) : QueryTerms()
        }
    }
}
