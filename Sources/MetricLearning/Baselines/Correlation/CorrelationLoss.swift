import Kernels
import Tensors

/// The negative sum of the canonical correlations of a batch, with its gradients.
///
/// **Source**: Andrew et al., Deep canonical correlation analysis, ICML 2013, equations 11 to 13, for rows instead of columns; the
/// cross-covariance may be mixed with that of all pairs of a class, as in C-CCA, and centring is part of the gradient.
struct CorrelationLoss {
    /// Added to the diagonals of S11 and S22.
    let ridge: Double
    /// Share of the item pairs in S12, against the pairs of one class.
    let pairShare: Double

    struct Result {
        let value: Double
        let audioGradient: Matrix
        let visualGradient: Matrix
    }

    /// - Parameters:
    ///   - audio: `[items, width]`, as `visual`.
    /// - Throws: `KernelError` where LAPACK finds no decomposition.
    func evaluate(_ audio: Matrix, _ visual: Matrix, labels: [Int]) throws(KernelError) -> Result {
        let n = Double(max(1, audio.rows - 1))
        let x = centred(DoubleMatrix(audio)), y = centred(DoubleMatrix(visual))
        let counterparts = (audio: mates(of: x, labels, n), visual: mates(of: y, labels, n))
        let cross = multiply(x, .transposed, counterparts.visual)
        let own = try inverseRoot(ridged(x, n)), other = try inverseRoot(ridged(y, n))
        let t = multiply(multiply(own, .asIs, cross), .asIs, other)
        let decomposition = try SingularValueDecomposition(t.values, rows: t.rows, columns: t.columns)
        let (u, v, values) = leading(decomposition)
        // d/dS12 = S11^-1/2 U V^T S22^-1/2, d/dS11 = -1/2 S11^-1/2 U D U^T S11^-1/2
        let left = multiply(own, .asIs, u), right = multiply(other, .asIs, v)
        let between = multiply(left, .asIs, right, .transposed)
        let audioGradient = gradient(x, within(left, values), counterparts.visual, between, .transposed, n)
        let visualGradient = gradient(y, within(right, values), counterparts.audio, between, .asIs, n)
        return Result(
            value: -decomposition.values.reduce(0, +), audioGradient: audioGradient.single, visualGradient: visualGradient.single)
    }

    /// Row i: what item i meets in S12, its own row or the sum over its class, each with its share.
    private func mates(of rows: DoubleMatrix, _ labels: [Int], _ n: Double) -> DoubleMatrix {
        let classCount = (labels.max() ?? 0) + 1
        var sums = DoubleMatrix(rows: classCount, columns: rows.columns)
        sums.add(rows, toRows: labels)
        var counts = [Double](repeating: 0, count: classCount)
        for label in labels { counts[label] += 1 }
        let pairs = counts.reduce(0) { $0 + $1 * $1 }
        var mates = rows
        for (row, label) in labels.enumerated() {
            for column in 0..<rows.columns {
                mates[row, column] = pairShare / n * rows[row, column] + (1 - pairShare) / pairs * sums[label, column]
            }
        }
        return mates
    }

    private func ridged(_ x: DoubleMatrix, _ n: Double) -> DoubleMatrix {
        var covariance = DoubleMatrix(rows: x.columns, columns: x.columns)
        multiply(x, .transposed, x, addingTo: &covariance, scale: 1 / n)
        for index in 0..<x.columns { covariance[index, index] += ridge }
        return covariance
    }

    /// U_k, V_k and D_k of the singular values above zero: at zero the gradient is not unique, and 0 is taken.
    private func leading(_ decomposition: SingularValueDecomposition) -> (DoubleMatrix, DoubleMatrix, [Double]) {
        let all = decomposition.values
        let count = all.count { $0 > 1e-10 * max(all.first ?? 0, 1e-10) }
        var u = DoubleMatrix(rows: decomposition.rows, columns: count), v = DoubleMatrix(rows: decomposition.columns, columns: count)
        for component in 0..<count {
            for r in 0..<u.rows { u[r, component] = decomposition.left[r * all.count + component] }
            for r in 0..<v.rows { v[r, component] = decomposition.right[component * decomposition.columns + r] }
        }
        return (u, v, Array(all.prefix(count)))
    }

    /// `-1/2 W D W^T` of `W = S11^-1/2 U`.
    private func within(_ directions: DoubleMatrix, _ values: [Double]) -> DoubleMatrix {
        var weighted = directions
        for r in 0..<weighted.rows {
            for c in 0..<weighted.columns { weighted[r, c] *= -0.5 * values[c] }
        }
        return multiply(weighted, .asIs, directions, .transposed)
    }

    /// Of the loss, so with the sign turned: `-(2 X G11 / (m - 1) + M G12^T)`, without the column means that centring takes.
    private func gradient(
        _ x: DoubleMatrix, _ within: DoubleMatrix, _ mates: DoubleMatrix, _ between: DoubleMatrix, _ form: Operand, _ n: Double
    ) -> DoubleMatrix {
        var gradient = DoubleMatrix(rows: x.rows, columns: x.columns)
        multiply(x, .asIs, within, addingTo: &gradient, scale: -2 / n)
        multiply(mates, .asIs, between, form, addingTo: &gradient, scale: -1)
        return centred(gradient)
    }
}

private func centred(_ rows: DoubleMatrix) -> DoubleMatrix {
    var result = rows
    for c in 0..<rows.columns {
        var sum = 0.0
        for r in 0..<rows.rows { sum += rows[r, c] }
        for r in 0..<rows.rows { result[r, c] -= sum / Double(rows.rows) }
    }
    return result
}

/// `S^-1/2` of a positive definite matrix.
private func inverseRoot(_ matrix: DoubleMatrix) throws(KernelError) -> DoubleMatrix {
    let eigen = try SymmetricEigen(matrix.values, order: matrix.rows)
    var scaled = DoubleMatrix(rows: matrix.rows, columns: matrix.columns, values: eigen.vectors)
    for (row, value) in eigen.values.enumerated() {
        let factor = value > 0 ? 1 / value.squareRoot().squareRoot() : 0
        for column in 0..<scaled.columns { scaled[row, column] *= factor }
    }
    return multiply(scaled, .transposed, scaled)
}
