import Foundation
public import Settings
public import Tensors

/// Per query `-(1/|P|) sum_{p in P} (s_p / T - log sum_j exp(s_j / T))`, P its positives, j over positives and negatives,
/// s the similarity `1 - distance`.
///
/// Where the only positive is the item's other view, this is InfoNCE as CLIP has it (arXiv 2103.00020).
///
/// A query without a positive is no term.
/// **Source**: Khosla et al., arXiv 2004.11362, equation 2, with the references in place of the anchor's own batch.
public struct SupervisedContrastiveLoss: MetricLoss {
    public static let name = "contrastive"

    public struct Parameters: StrictlyDecodable, Sendable {
        /// T: small values weigh the nearest references most.
        public var temperature: Double
        public var reducer: Reducer

        public init(temperature: Double = 0.1, reducer: Reducer = .mean) {
            self.temperature = temperature
            self.reducer = reducer
        }

        public init(from section: Section) throws(SettingsError) {
            temperature = try section.number("temperature", default: 0.1, in: 0.001...100)
            reducer = try section.choice("reducer", default: .mean)
        }
    }

    private let temperature: Double
    public let reducer: Reducer

    public init(_ parameters: Parameters) {
        temperature = parameters.temperature
        reducer = parameters.reducer
    }

    public func callAsFunction(_ distances: Matrix, _ pairs: PairMasks) -> LossTerms {
        let temperature = temperature
        return LossTerms(distances, pairs, scratch: {}) { row, _ in
            Self.terms(of: row, temperature: temperature)
        }
    }

    /// Slopes stay at zero without a positive.
    private static func terms(of row: QueryRow, temperature: Double) -> QueryTerms {
        var nearest = Float.infinity
        var positives = 0
        var positiveDistance = 0.0
        for index in row.distances.indices where row.relations[index] != .ignored {
            nearest = min(nearest, row.distances[index])
            guard row.relations[index] == .positive else { continue }
            positives += 1
            positiveDistance += Double(row.distances[index])
        }
        guard positives > 0 else { return QueryTerms() }
        row.slopes.setExponentials(of: row.distances, from: nearest, times: Float(1 / temperature), where: row.relations)
        let sum = row.slopes.total
        let share = Float(1 / (sum * temperature)), target = Float(1 / (Double(positives) * temperature))
        for index in row.slopes.indices {
            row.slopes[index] = (row.relations[index] == .positive ? target : 0) - row.slopes[index] * share
        }
        let value = (positiveDistance / Double(positives) - Double(nearest)) / temperature + log(sum)
        return QueryTerms(sum: value, active: value > 0 ? 1 : 0, valid: 1)
    }
}
