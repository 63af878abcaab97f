import COpenBLAS

/// `c = a bᵀ` in double precision, of rows that lie one after another.
///
/// Sums are taken in an order that depends on an element's place and on the CPU: equal rows need not give equal bits.
///
/// **Shapes**: a `[m, width]`, b `[n, width]`, c `[m, n]`.
public func multiplyByTransposed(
    _ a: UnsafeBufferPointer<Double>, _ b: UnsafeBufferPointer<Double>, width: Int, into c: UnsafeMutableBufferPointer<Double>
) {
    precondition(width > 0 && a.count % width == 0 && b.count % width == 0, "rows of \(width) do not make \(a.count) and \(b.count) values")
    let (m, n) = (a.count / width, b.count / width)
    precondition(c.count == m * n, "\(m) x \(n) does not make \(c.count) values")
    guard m > 0, n > 0 else { return }
    cblas_dgemm(
        CblasRowMajor, CblasNoTrans, CblasTrans, blasint(m), blasint(n), blasint(width),
        1, a.baseAddress, blasint(width), b.baseAddress, blasint(width), 0, c.baseAddress, blasint(n))
}
