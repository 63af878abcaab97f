import COpenBLAS

/// Sums X^T X over blocks of rows, in double precision.
public struct GramMatrix: Sendable {
    public let columns: Int
    /// Row-major `columns x columns`; both triangles are filled by ``symmetric``.
    private var upper: [Double]

    public init(columns: Int) {
        self.columns = columns
        upper = [Double](repeating: 0, count: columns * columns)
    }

    /// Adds the products of a block's columns.
    ///
    /// - Parameter block: row-major, `rows x columns`.
    public mutating func add(_ block: [Double], rows: Int) {
        precondition(block.count == rows * columns)
        guard rows > 0 else { return }
        cblas_dsyrk(
            CblasRowMajor, CblasUpper, CblasTrans, blasint(columns), blasint(rows), 1, block, blasint(columns), 1, &upper, blasint(columns))
    }

    /// The whole matrix, row-major.
    public var symmetric: [Double] {
        var full = upper
        for r in 0..<columns {
            for c in 0..<r { full[r * columns + c] = upper[c * columns + r] }
        }
        return full
    }
}
