import COpenBLAS
public import Tensors

/// A dense matrix in double precision, row-major: covariances and what is computed from them.
public struct DoubleMatrix: Hashable, Sendable {
    public let rows: Int
    public let columns: Int
    public var values: [Double]

    public init(rows: Int, columns: Int, repeating value: Double = 0) {
        self.init(rows: rows, columns: columns, values: [Double](repeating: value, count: rows * columns))
    }

    public init(rows: Int, columns: Int, values: [Double]) {
        precondition(rows >= 0 && columns >= 0 && values.count == rows * columns, "\(values.count) values for a \(rows) x \(columns) matrix")
        self.rows = rows
        self.columns = columns
        self.values = values
    }

    public init(_ matrix: Matrix) {
        self.init(rows: matrix.rows, columns: matrix.columns, values: matrix.values.map(Double.init))
    }

    public subscript(row: Int, column: Int) -> Double {
        get { values[row * columns + column] }
        set { values[row * columns + column] = newValue }
    }

    /// Rounded to single precision.
    public var single: Matrix { Matrix(rows: rows, columns: columns, values: values.map { Float($0) }) }
}

/// `a b` in double precision, with either operand transposed on request.
///
/// **Shapes**: (m x k)(k x n) -> m x n, after transposition.
public func multiply(_ a: DoubleMatrix, _ aForm: Operand, _ b: DoubleMatrix, _ bForm: Operand = .asIs) -> DoubleMatrix {
    var product = DoubleMatrix(rows: aForm == .asIs ? a.rows : a.columns, columns: bForm == .asIs ? b.columns : b.rows)
    multiply(a, aForm, b, bForm, addingTo: &product)
    return product
}

/// `c += scale a b` in double precision, with either operand transposed on request; `c` already has the product's shape.
public func multiply(
    _ a: DoubleMatrix, _ aForm: Operand, _ b: DoubleMatrix, _ bForm: Operand = .asIs, addingTo c: inout DoubleMatrix, scale: Double = 1
) {
    let (m, k) = aForm == .asIs ? (a.rows, a.columns) : (a.columns, a.rows)
    let (inner, n) = bForm == .asIs ? (b.rows, b.columns) : (b.columns, b.rows)
    precondition(k == inner && c.rows == m && c.columns == n, "(\(m) x \(k))(\(inner) x \(n)) into \(c.rows) x \(c.columns)")
    guard m > 0, n > 0, k > 0 else { return }
    cblas_dgemm(
        CblasRowMajor, aForm.flag, bForm.flag, blasint(m), blasint(n), blasint(k),
        scale, a.values, blasint(a.columns), b.values, blasint(b.columns), 1, &c.values, blasint(c.columns))
}
