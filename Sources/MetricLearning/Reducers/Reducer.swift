public import Tensors

/// How the terms of a loss become one number.
public enum Reducer: String, CaseIterable, Sendable {
    /// Over all terms.
    case mean
    /// Over the terms above zero.
    case nonZeroMean = "non-zero-mean"
    /// Over the terms of each query, then over the queries that have any.
    case perAnchor = "per-anchor"
}

/// A reduced loss.
public struct ReducedLoss: Sendable {
    public let value: Double
    /// Terms above zero, and terms in all.
    public let active: Int
    public let valid: Int
    /// `[queries, references]`: the slope of ``value`` along each distance.
    public let slopes: Matrix
}

extension Reducer {
    /// Without any term the value and the slopes are 0.
    public func callAsFunction(_ terms: LossTerms) -> ReducedLoss {
        let weights = weights(of: terms)
        var slopes = terms.slopes
        let columns = slopes.columns
        slopes.values.withUnsafeMutableBufferPointer { slopes in
            for (query, weight) in weights.enumerated() {
                let weight = Float(weight)
                for index in (query * columns)..<((query + 1) * columns) { slopes[index] *= weight }
            }
        }
        return ReducedLoss(
            value: zip(terms.sums, weights).reduce(0) { $0 + $1.0 * $1.1 },
            active: terms.active.reduce(0, +), valid: terms.valid.reduce(0, +), slopes: slopes)
    }

    /// What each query's sum is multiplied with.
    private func weights(of terms: LossTerms) -> [Double] {
        func evenly(over count: Int) -> [Double] { [Double](repeating: 1 / Double(max(1, count)), count: terms.sums.count) }
        switch self {
        case .mean: return evenly(over: terms.valid.reduce(0, +))
        case .nonZeroMean: return evenly(over: terms.active.reduce(0, +))
        case .perAnchor:
            let anchors = terms.valid.count { $0 > 0 }
            return terms.valid.map { $0 > 0 ? 1 / (Double($0) * Double(anchors)) : 0 }
        }
    }
}
