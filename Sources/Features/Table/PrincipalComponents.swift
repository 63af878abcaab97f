import Kernels
public import Tensors

/// A projection on the directions of largest variance: y = (x - mean) V.
///
/// Source: Pearson 1901, Hotelling 1933; agrees with scikit-learn's PCA without whitening, up to the sign of a
/// component. Signs are fixed by making each component's entry of largest magnitude positive.
public struct PrincipalComponents: Sendable, Equatable {
    /// Length D.
    public let mean: [Float]
    /// N x D, unit rows, by descending variance.
    public let components: Matrix
    /// Variance along each component (n - 1 in the denominator), length N.
    public let variances: [Float]

    public init(mean: [Float], components: Matrix, variances: [Float]) {
        precondition(components.columns == mean.count && components.rows == variances.count)
        self.mean = mean
        self.components = components
        self.variances = variances
    }

    /// **Shapes**: n x D -> n x N.
    public func project(_ rows: Matrix) -> Matrix {
        precondition(rows.columns == mean.count, "rows of \(rows.columns) for components of \(mean.count)")
        var centred = rows
        for r in 0..<rows.rows {
            for c in 0..<rows.columns { centred.values[r * rows.columns + c] -= mean[c] }
        }
        return multiply(centred, .asIs, components, .transposed)
    }
}

/// Fits ``PrincipalComponents`` from a stream of rows in bounded memory (D x D doubles).
public struct PrincipalComponentsFit {
    private let columns: Int
    private var count = 0
    private var pivot: [Double] = []
    private var sums: [Double]
    private var gram: GramMatrix

    public init(columns: Int) {
        self.columns = columns
        sums = [Double](repeating: 0, count: columns)
        gram = GramMatrix(columns: columns)
    }

    /// Number of rows seen.
    public var rowCount: Int { count }

    /// Takes more rows. Values are measured from the first row, so that a large mean costs no digits.
    public mutating func add(_ rows: Matrix) {
        precondition(rows.columns == columns, "rows of \(rows.columns), expected \(columns)")
        guard rows.rows > 0 else { return }
        if pivot.isEmpty { pivot = rows.row(0).map(Double.init) }
        var block = [Double](repeating: 0, count: rows.values.count)
        for r in 0..<rows.rows {
            for c in 0..<columns {
                let value = Double(rows.values[r * columns + c]) - pivot[c]
                block[r * columns + c] = value
                sums[c] += value
            }
        }
        gram.add(block, rows: rows.rows)
        count += rows.rows
    }

    /// The components, at most `limit` and at most the rows' numerical rank.
    ///
    /// The rank counts eigenvalues of the covariance above max(n, D) x 2^-52 of the largest, NumPy's `matrix_rank` rule.
    ///
    /// - Throws: ``PostProcessingError``, ``KernelError``.
    public func finish(atMost limit: Int) throws -> PrincipalComponents {
        guard count >= 2 else { throw PostProcessingError.tooFewRows(count: count) }
        let n = Double(count)
        var covariance = gram.symmetric
        for r in 0..<columns {
            for c in 0..<columns {
                covariance[r * columns + c] = (covariance[r * columns + c] - sums[r] * sums[c] / n) / (n - 1)
            }
        }
        let eigen = try SymmetricEigen(covariance, order: columns)
        let largest = eigen.values.last ?? 0
        let threshold = largest * Double(max(count, columns)) * Double.ulpOfOne
        let rank = min(eigen.values.count { $0 > max(threshold, 0) }, count - 1)
        guard rank > 0 else { throw PostProcessingError.constantRows(count: count) }
        let kept = min(limit, rank)
        var components = Matrix(rows: kept, columns: columns)
        for k in 0..<kept {
            let source = columns - 1 - k
            let vector = eigen.vectors[(source * columns)..<((source + 1) * columns)]
            let sign: Double = (vector.max { abs($0) < abs($1) } ?? 1) < 0 ? -1 : 1
            for (c, value) in vector.enumerated() { components[k, c] = Float(sign * value) }
        }
        return PrincipalComponents(
            mean: (0..<columns).map { Float(pivot[$0] + sums[$0] / n) }, components: components,
            variances: (0..<kept).map { Float(eigen.values[columns - 1 - $0]) })
    }
}

/// Features that a transform cannot be fitted on.
public enum PostProcessingError: Error, Equatable, Sendable, CustomStringConvertible {
    case tooFewRows(count: Int)
    case constantRows(count: Int)

    public var description: String {
        switch self {
        case .tooFewRows(let count): "a principal component analysis needs at least 2 training rows, found \(count)"
        case .constantRows(let count): "all \(count) training rows are equal, so they have no principal components; check the features"
        }
    }
}
