import COpenBLAS
public import Tensors

/// How an operand enters a product.
public enum Operand: Sendable {
    case asIs
    case transposed

    var flag: CBLAS_TRANSPOSE { self == .asIs ? CblasNoTrans : CblasTrans }
}

/// `a b`, with either operand transposed on request.
///
/// **Shapes**: (m x k)(k x n) -> m x n, after transposition.
public func multiply(_ a: Matrix, _ aForm: Operand, _ b: Matrix, _ bForm: Operand = .asIs) -> Matrix {
    var product = Matrix(rows: aForm == .asIs ? a.rows : a.columns, columns: bForm == .asIs ? b.columns : b.rows)
    multiply(a, aForm, b, bForm, into: &product)
    return product
}

/// `c = scale a b + keep c`, with either operand transposed on request.
///
/// **Shapes**: (m x k)(k x n) -> m x n, after transposition; `c` already has that shape.
public func multiply(
    _ a: Matrix, _ aForm: Operand, _ b: Matrix, _ bForm: Operand = .asIs,
    into c: inout Matrix, scale: Float = 1, keep: Float = 0
) {
    let (m, k) = aForm == .asIs ? (a.rows, a.columns) : (a.columns, a.rows)
    let (inner, n) = bForm == .asIs ? (b.rows, b.columns) : (b.columns, b.rows)
    precondition(k == inner && c.rows == m && c.columns == n, "(\(m) x \(k))(\(inner) x \(n)) into \(c.rows) x \(c.columns)")
    guard m > 0, n > 0 else { return }
    guard k > 0 else {
        for index in c.values.indices { c.values[index] *= keep }
        return
    }
    cblas_sgemm(
        CblasRowMajor, aForm.flag, bForm.flag, blasint(m), blasint(n), blasint(k),
        scale, a.values, blasint(a.columns), b.values, blasint(b.columns), keep, &c.values, blasint(c.columns))
}
