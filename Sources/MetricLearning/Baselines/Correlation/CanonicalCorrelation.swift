import Kernels
import Tensors

/// Canonical correlation analysis with a ridge, from covariances.
///
/// `T = S11^-1/2 S12 S22^-1/2 = U D V^T`, directions `A = S11^-1/2 U_k` and `B = S22^-1/2 V_k`, where a ridge is added to the
/// diagonals of S11 and S22. The eigenvectors do not depend on the ridge, so trying several costs one small SVD each.
///
/// **Source**: Hotelling 1936 in the form of Mardia, Kent and Bibby 1979, chapter 10; ridge as Vinod 1976.
struct CanonicalCorrelation {
    private let covariance: CrossCovariance
    private let audio: SymmetricEigen
    private let visual: SymmetricEigen
    /// S12 between the eigenvectors of both sides.
    private let rotated: DoubleMatrix

    /// - Throws: `KernelError.noConvergence`.
    init(_ covariance: CrossCovariance) throws(KernelError) {
        self.covariance = covariance
        audio = try SymmetricEigen(covariance.audio.values, order: covariance.audio.rows)
        visual = try SymmetricEigen(covariance.visual.values, order: covariance.visual.rows)
        rotated = multiply(multiply(audio.basis, .asIs, covariance.cross), .asIs, visual.basis, .transposed)
    }

    /// Directions for both sides.
    ///
    /// - Parameters:
    ///   - components: at most as many as the narrower side has columns are given.
    ///   - ridge: as a share of each side's mean variance.
    func projection(components: Int, ridge: Double) throws(KernelError) -> CanonicalProjection {
        let own = audio.inverseRoots(ridge: ridge), other = visual.inverseRoots(ridge: ridge)
        var scaled = rotated
        for r in 0..<scaled.rows {
            for c in 0..<scaled.columns { scaled[r, c] *= own[r] * other[c] }
        }
        let decomposition = try SingularValueDecomposition(scaled.values, rows: scaled.rows, columns: scaled.columns)
        let rank = decomposition.values.count, count = min(components, rank)
        var left = DoubleMatrix(rows: count, columns: scaled.rows), right = DoubleMatrix(rows: count, columns: scaled.columns)
        for component in 0..<count {
            for r in 0..<scaled.rows { left[component, r] = decomposition.left[r * rank + component] * own[r] }
            for c in 0..<scaled.columns { right[component, c] = decomposition.right[component * scaled.columns + c] * other[c] }
        }
        return CanonicalProjection(
            audio: affine(multiply(left, .asIs, audio.basis), mean: covariance.audioMean),
            visual: affine(multiply(right, .asIs, visual.basis), mean: covariance.visualMean),
            correlations: Array(decomposition.values.prefix(count)))
    }

    /// The map `x -> W (x - mean)`.
    private func affine(_ weight: DoubleMatrix, mean: [Double]) -> DenseStack.Layer {
        let centre = multiply(weight, .asIs, DoubleMatrix(rows: mean.count, columns: 1, values: mean))
        return DenseStack.Layer(weight: weight.single, bias: centre.values.map { Float(-$0) })
    }
}

/// Directions into the space in which two sets of rows correlate most.
struct CanonicalProjection {
    /// `[components, width]` with the bias that centres.
    let audio: DenseStack.Layer
    let visual: DenseStack.Layer
    /// Descending; with a ridge, of the shrunk problem.
    let correlations: [Double]
}

extension SymmetricEigen {
    /// One eigenvector a row.
    fileprivate var basis: DoubleMatrix { DoubleMatrix(rows: order, columns: order, values: vectors) }

    /// `(lambda + ridge mean(lambda))^-1/2` by eigenvalue; 0 where nothing is left to divide by, as in constant columns.
    fileprivate func inverseRoots(ridge: Double) -> [Double] {
        let added = ridge * values.reduce(0, +) / Double(order)
        let floor = 1e-12 * (values.last ?? 0)
        return values.map { value in
            let whole = max(value, 0) + added
            return whole > floor && whole > 0 ? 1 / whole.squareRoot() : 0
        }
    }
}
