import Foundation

extension UnsafeMutableBufferPointer<Float> {
    /// Sets every element to `exp(factor (origin - value))`, and to 0 where the relation is ignored.
    ///
    /// - Parameter values: as many; `factor (origin - value)` is at most 0 where the relation is not ignored.
    func setExponentials(
        of values: UnsafeBufferPointer<Float>, from origin: Float, times factor: Float, where relations: UnsafeBufferPointer<PairRelation>
    ) {
        let vectors = count / 8 * 8
        for index in stride(from: 0, to: vectors, by: 8) {
            let power = factor * (origin - values.eight(at: index))
            setEight(at: index, to: exponential(power.replacing(with: 0, where: power .> 0)))
        }
        for index in vectors..<count {
            let power = factor * (origin - values[index])
            self[index] = exponential(SIMD8(repeating: power > 0 ? 0 : power))[0]
        }
        for index in indices where relations[index] == .ignored { self[index] = 0 }
    }

    /// The sum, in double precision.
    var total: Double {
        var sum = 0.0
        for value in self { sum += Double(value) }
        return sum
    }
}

extension QueryRow {
    /// `log sum_j exp(factor (offset - d_j))` over the references of one relation; minus infinity without any.
    ///
    /// Leaves each one's share of the sum in ``slopes``, those of other references as they are.
    func logSumOfExponentials(_ relation: PairRelation, factor: Double, offset: Double) -> Double {
        var top = -Double.infinity
        for index in distances.indices where relations[index] == relation {
            top = max(top, factor * (offset - Double(distances[index])))
        }
        guard top > -.infinity else { return top }
        var sum = 0.0
        for index in distances.indices where relations[index] == relation {
            let power = exp(factor * (offset - Double(distances[index])) - top)
            slopes[index] = Float(power)
            sum += power
        }
        scaleSlopes(relation, by: 1 / sum)
        return top + log(sum)
    }

    /// Multiplies the slopes along references of one relation.
    func scaleSlopes(_ relation: PairRelation, by factor: Double) {
        let factor = Float(factor)
        for index in slopes.indices where relations[index] == relation { slopes[index] *= factor }
    }

    /// Whether there is a reference of that relation.
    func has(_ relation: PairRelation) -> Bool { relations.contains(relation) }
}

/// `log(1 + e^x)` without overflow.
func softplus(_ x: Double) -> Double { max(x, 0) + log1p(exp(-abs(x))) }

/// The slope of ``softplus(_:)``: `1 / (1 + e^-x)`.
func logistic(_ x: Double) -> Double { x >= 0 ? 1 / (1 + exp(-x)) : exp(x) / (1 + exp(x)) }
