public import Settings
public import Tensors

/// `max(0, d(i, p) - d(i, n) + margin)` over every triplet of a query, a positive and a negative reference ("batch-all").
///
/// Exact, without enumerating the triplets: with a query's negative distances sorted and its `key_p = d_p + margin` sorted,
/// a triplet is active where `d_n < key_p`, so two pointers count the active triplets of each positive and negative, and
/// the counts are both the slopes and the weights of the sum.
///
/// **Source**: Schroff et al., arXiv 1503.03832, for the loss; average over the triplets above zero as in
/// pytorch-metric-learning's AvgNonZeroReducer.
/// **Complexity**: O(Q R log R) for Q queries and R references, against O(Q R^2) triplets.
public struct TripletMarginLoss: MetricLoss {
    public static let name = "triplet"

    public struct Parameters: StrictlyDecodable, Sendable {
        /// In cosine distance, 0...2.
        public var margin: Double
        public var reducer: Reducer

        public init(margin: Double = 0.4, reducer: Reducer = .nonZeroMean) {
            self.margin = margin
            self.reducer = reducer
        }

        public init(from section: Section) throws(SettingsError) {
            margin = try section.number("margin", default: 0.4, in: 0...2)
            reducer = try section.choice("reducer", default: .nonZeroMean)
        }
    }

    private let margin: Float
    public let reducer: Reducer

    public init(_ parameters: Parameters) {
        margin = Float(parameters.margin)
        reducer = parameters.reducer
    }

    public func callAsFunction(_ distances: Matrix, _ pairs: PairMasks) -> LossTerms {
        precondition(distances.rows == pairs.queries && distances.columns == pairs.references)
        var terms = LossTerms(queries: pairs.queries, references: pairs.references)
        var row = SortedRow(capacity: pairs.references)
        distances.values.withUnsafeBufferPointer { distances in
            pairs.relations.withUnsafeBufferPointer { relations in
                terms.slopes.values.withUnsafeMutableBufferPointer { slopes in
                    for query in 0..<pairs.queries {
                        let range = (query * pairs.references)..<((query + 1) * pairs.references)
                        row.fill(
                            UnsafeBufferPointer(rebasing: distances[range]), UnsafeBufferPointer(rebasing: relations[range]),
                            margin: margin)
                        let counted = row.count(into: UnsafeMutableBufferPointer(rebasing: slopes[range]))
                        terms.sums[query] = counted.sum
                        terms.active[query] = counted.active
                        terms.valid[query] = row.positiveCount * row.negativeCount
                    }
                }
            }
        }
        return terms
    }
}

/// One query's positive keys (distance plus margin) and negative distances, ascending.
private struct SortedRow {
    private var positives: SortingKeys
    private var negatives: SortingKeys

    init(capacity: Int) {
        positives = SortingKeys(capacity: capacity)
        negatives = SortingKeys(capacity: capacity)
    }

    var positiveCount: Int { positives.count }
    var negativeCount: Int { negatives.count }

    mutating func fill(_ distances: UnsafeBufferPointer<Float>, _ relations: UnsafeBufferPointer<PairRelation>, margin: Float) {
        positives.removeAll()
        negatives.removeAll()
        for index in distances.indices {
            switch relations[index] {
            case .positive: positives.append(distances[index] + margin, index)
            case .negative: negatives.append(distances[index], index)
            case .ignored: break
            }
        }
        positives.sort()
        negatives.sort()
    }

    /// Writes the count of active triplets of each positive, and minus that of each negative, to `slopes`.
    ///
    /// Values are summed around the row's least one, which cancels exactly: both sides have the same count in all.
    func count(into slopes: UnsafeMutableBufferPointer<Float>) -> (sum: Double, active: Int) {
        guard positives.count > 0, negatives.count > 0 else { return (0, 0) }
        let origin = Double(min(positives.value(0), negatives.value(0)))
        var sum = 0.0
        var active = 0
        var below = 0
        for position in 0..<positives.count {
            let key = positives.value(position)
            while below < negatives.count, negatives.value(below) < key { below += 1 }
            slopes[positives.index(position)] = Float(below)
            sum += Double(below) * (Double(key) - origin)
            active += below
        }
        var notAbove = 0
        for position in 0..<negatives.count {
            let distance = negatives.value(position)
            while notAbove < positives.count, positives.value(notAbove) <= distance { notAbove += 1 }
            let above = positives.count - notAbove
            slopes[negatives.index(position)] = -Float(above)
            sum -= Double(above) * (Double(distance) - origin)
        }
        return (sum, active)
    }
}
