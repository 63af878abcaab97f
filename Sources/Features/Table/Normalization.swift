public import Tensors

/// How pooled features are brought to a common scale; every statistic comes from the training part alone.
public enum Normalization: String, CaseIterable, Sendable {
    /// Each column to mean 0 and standard deviation 1 (floor 1e-6).
    case standard
    /// Each column to 0...1 over the training part; others may fall outside.
    case minmax
    /// (x - 128) / 256, as the field reads 8-bit features.
    case vggish
    /// Each column to mean 0, and all columns divided by one number, the root of their mean variance: after a principal
    /// component analysis this keeps the directions' proportions, where `standard` would blow noise up.
    case global
    case none

    /// - Parameter rows: the training part, n x D.
    public func fit(_ rows: Matrix) -> FittedNormalization {
        let width = rows.columns
        switch self {
        case .none: return FittedNormalization(shift: [Float](repeating: 0, count: width), scale: [Float](repeating: 1, count: width))
        case .vggish:
            return FittedNormalization(shift: [Float](repeating: 128, count: width), scale: [Float](repeating: 1 / 256, count: width))
        case .minmax:
            let columns = (0..<width).map { c in (0..<rows.rows).lazy.map { rows[$0, c] } }
            let lows = columns.map { $0.min() ?? 0 }, highs = columns.map { $0.max() ?? 0 }
            return FittedNormalization(shift: lows, scale: zip(lows, highs).map { 1 / max($1 - $0, 1e-6) })
        case .standard:
            let (means, variances) = moments(rows)
            return FittedNormalization(shift: means.map(Float.init), scale: variances.map { Float(1 / max($0.squareRoot(), 1e-6)) })
        case .global:
            let (means, variances) = moments(rows)
            let deviation = (variances.reduce(0, +) / Double(max(width, 1))).squareRoot()
            return FittedNormalization(
                shift: means.map(Float.init), scale: [Float](repeating: Float(1 / max(deviation, 1e-6)), count: width))
        }
    }
}

/// y = (x - shift) scale, column by column.
public struct FittedNormalization: Sendable, Equatable {
    public let shift: [Float]
    public let scale: [Float]

    public init(shift: [Float], scale: [Float]) {
        precondition(shift.count == scale.count)
        self.shift = shift
        self.scale = scale
    }

    public func apply(_ rows: Matrix) -> Matrix {
        precondition(rows.columns == shift.count, "rows of \(rows.columns) for \(shift.count) columns")
        var result = rows
        for r in 0..<rows.rows {
            for c in 0..<rows.columns { result[r, c] = (rows[r, c] - shift[c]) * scale[c] }
        }
        return result
    }
}

/// Mean and variance (n in the denominator, as scikit-learn scales) of each column.
private func moments(_ rows: Matrix) -> (means: [Double], variances: [Double]) {
    let n = Double(max(rows.rows, 1))
    var means = [Double](repeating: 0, count: rows.columns)
    var variances = means
    for r in 0..<rows.rows {
        for c in 0..<rows.columns { means[c] += Double(rows[r, c]) / n }
    }
    for r in 0..<rows.rows {
        for c in 0..<rows.columns {
            let difference = Double(rows[r, c]) - means[c]
            variances[c] += difference * difference / n
        }
    }
    return (means, variances)
}
