import COpenBLAS

/// The thin singular value decomposition A = U S V^T of a real matrix, in double precision.
public struct SingularValueDecomposition: Sendable {
    public let rows: Int
    public let columns: Int
    /// Descending; `min(rows, columns)` of them, called k.
    public let values: [Double]
    /// U, row-major `rows x k`.
    public let left: [Double]
    /// V^T, row-major `k x columns`.
    public let right: [Double]

    /// - Parameters:
    ///   - matrix: row-major, `rows * columns` values.
    /// - Throws: ``KernelError/noConvergence(routine:code:)``.
    /// - Source: LAPACK `dgesdd`. Row-major A is column-major A^T = V S U^T, so its left factor is our right one.
    public init(_ matrix: [Double], rows: Int, columns: Int) throws(KernelError) {
        precondition(matrix.count == rows * columns && rows > 0 && columns > 0)
        let k = min(rows, columns)
        var a = matrix
        var s = [Double](repeating: 0, count: k)
        var u = [Double](repeating: 0, count: columns * k)
        var vt = [Double](repeating: 0, count: k * rows)
        var m = blasint(columns), n = blasint(rows), lda = blasint(columns), ldu = blasint(columns), ldvt = blasint(k)
        var info: blasint = 0
        var workSize: Double = 0
        var query: blasint = -1
        var index = [blasint](repeating: 0, count: 8 * k)
        dgesdd_("S", &m, &n, &a, &lda, &s, &u, &ldu, &vt, &ldvt, &workSize, &query, &index, &info)
        var workCount = blasint(workSize)
        var work = [Double](repeating: 0, count: max(1, Int(workSize)))
        dgesdd_("S", &m, &n, &a, &lda, &s, &u, &ldu, &vt, &ldvt, &work, &workCount, &index, &info)
        guard info == 0 else { throw .noConvergence(routine: "dgesdd", code: Int(info)) }
        self.rows = rows
        self.columns = columns
        values = s
        right = u     // column-major columns x k, read row-major: k x columns
        left = vt     // column-major k x rows, read row-major: rows x k
    }
}
