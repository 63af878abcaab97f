import COpenBLAS

/// `a b^T` in double precision, row-major: (m x k)(n x k)^T -> m x n.
public func multiply(_ a: [Double], byTransposed b: [Double], rows m: Int, columns n: Int, inner k: Int) -> [Double] {
    precondition(a.count == m * k && b.count == n * k, "\(a.count) and \(b.count) values for (\(m) x \(k))(\(n) x \(k))^T")
    var product = [Double](repeating: 0, count: m * n)
    guard m > 0, n > 0, k > 0 else { return product }
    cblas_dgemm(
        CblasRowMajor, CblasNoTrans, CblasTrans, blasint(m), blasint(n), blasint(k),
        1, a, blasint(k), b, blasint(k), 0, &product, blasint(n))
    return product
}
