import COpenBLAS

/// Eigenvalues and orthonormal eigenvectors of a real symmetric matrix, in double precision.
public struct SymmetricEigen: Sendable {
    public let order: Int
    /// Ascending.
    public let values: [Double]
    /// Row i (`order` values) is the unit eigenvector of `values[i]`.
    public let vectors: [Double]

    /// - Parameters:
    ///   - matrix: `order * order` values; only one triangle is read, so it must be symmetric.
    /// - Throws: ``KernelError/noConvergence(routine:code:)``.
    /// - Source: LAPACK `dsyevd` (divide and conquer).
    public init(_ matrix: [Double], order: Int) throws(KernelError) {
        precondition(matrix.count == order * order)
        var a = matrix
        var w = [Double](repeating: 0, count: order)
        var n = blasint(order)
        var info: blasint = 0
        // With one query call LAPACK tells the work space it wants: https://netlib.org/lapack/lug/node120.html
        var workSize: Double = 0
        var indexSize: blasint = 0
        var query: blasint = -1
        dsyevd_("V", "U", &n, &a, &n, &w, &workSize, &query, &indexSize, &query, &info)
        var workCount = blasint(workSize)
        var work = [Double](repeating: 0, count: max(1, Int(workSize)))
        var index = [blasint](repeating: 0, count: max(1, Int(indexSize)))
        dsyevd_("V", "U", &n, &a, &n, &w, &work, &workCount, &index, &indexSize, &info)
        guard info == 0 else { throw .noConvergence(routine: "dsyevd", code: Int(info)) }
        self.order = order
        values = w
        vectors = a   // Fortran stores eigenvector i as column i, which read row-major is row i
    }
}
