import Foundation
public import Settings
public import Tensors

/// Per query `-(1/|P|) sum_{p in P} (s_p / T - log sum_j exp(s_j / T))`, P its positives, j over positives and negatives,
/// s the similarity `1 - distance`.
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
        precondition(distances.rows == pairs.queries && distances.columns == pairs.references)
        var terms = LossTerms(queries: pairs.queries, references: pairs.references)
        distances.values.withUnsafeBufferPointer { distances in
            pairs.relations.withUnsafeBufferPointer { relations in
                terms.slopes.values.withUnsafeMutableBufferPointer { slopes in
                    for query in 0..<pairs.queries {
                        let range = (query * pairs.references)..<((query + 1) * pairs.references)
                        let value = term(
                            UnsafeBufferPointer(rebasing: distances[range]), UnsafeBufferPointer(rebasing: relations[range]),
                            slopes: UnsafeMutableBufferPointer(rebasing: slopes[range]))
                        guard let value else { continue }
                        terms.sums[query] = value
                        terms.valid[query] = 1
                        terms.active[query] = value > 0 ? 1 : 0
                    }
                }
            }
        }
        return terms
    }

    /// One query's value and slopes; nil, and slopes left at zero, without a positive.
    private func term(
        _ distances: UnsafeBufferPointer<Float>, _ relations: UnsafeBufferPointer<PairRelation>, slopes: UnsafeMutableBufferPointer<Float>
    ) -> Double? {
        var nearest = Float.infinity
        var positives = 0
        var positiveDistance = 0.0
        for index in distances.indices where relations[index] != .ignored {
            nearest = min(nearest, distances[index])
            guard relations[index] == .positive else { continue }
            positives += 1
            positiveDistance += Double(distances[index])
        }
        guard positives > 0 else { return nil }
        var sum = 0.0
        for index in distances.indices where relations[index] != .ignored {
            let weight = exp((Double(nearest) - Double(distances[index])) / temperature)
            slopes[index] = Float(weight)
            sum += weight
        }
        for index in distances.indices where relations[index] != .ignored {
            let target = relations[index] == .positive ? 1 / Double(positives) : 0
            slopes[index] = Float((target - Double(slopes[index]) / sum) / temperature)
        }
        return (positiveDistance / Double(positives) - Double(nearest)) / temperature + log(sum)
    }
}
