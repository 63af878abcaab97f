import Settings
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
    /// `[references, references]`: the same along the distances between references, of losses that compare those.
    public let referenceSlopes: Matrix?
}

extension Reducer {
    /// One of those that weigh every term alike, for losses whose terms share distances.
    static func overTerms(in section: Section, default fallback: Reducer) throws(SettingsError) -> Reducer {
        let reducer = try section.choice("reducer", default: fallback)
        guard reducer != .perAnchor else {
            throw section.refusal(of: "reducer", expected: "'mean' or 'non-zero-mean', as this loss's terms share distances between references")
        }
        return reducer
    }
    /// Without any term the value and the slopes are 0.
    public func callAsFunction(_ terms: LossTerms) -> ReducedLoss {
        let weights = weights(of: terms)
        var slopes = terms.slopes
        slopes.scaleRows(by: weights)
        var referenceSlopes = terms.referenceSlopes
        if let first = weights.first {
            precondition(self != .perAnchor || referenceSlopes == nil, "one weight for all terms is needed")
            referenceSlopes?.scaleRows(by: [Double](repeating: first, count: terms.slopes.columns))
        }
        return ReducedLoss(
            value: zip(terms.sums, weights).reduce(0) { $0 + $1.0 * $1.1 },
            active: terms.active.reduce(0, +), valid: terms.valid.reduce(0, +), slopes: slopes, referenceSlopes: referenceSlopes)
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

extension Matrix {
    fileprivate mutating func scaleRows(by factors: [Double]) {
        let columns = columns
        values.withUnsafeMutableBufferPointer { values in
            for (row, factor) in factors.enumerated() {
                let factor = Float(factor)
                for index in (row * columns)..<((row + 1) * columns) { values[index] *= factor }
            }
        }
    }
}
