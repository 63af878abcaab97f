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
    guard let a = a.baseAddress, let b = b.baseAddress, let c = c.baseAddress else { return }
    let columns = max(least, mostForOneThread / (m * width))
    for first in stride(from: 0, to: n, by: columns) {
        cblas_dgemm(
            CblasRowMajor, CblasNoTrans, CblasTrans, blasint(m), blasint(min(columns, n - first)), blasint(width),
            1, a, blasint(width), b + first * width, blasint(width), 0, c + first, blasint(n))
    }
}

/// OpenBLAS computes products of up to this many multiplications in the calling thread (`SMP_THRESHOLD_MIN` times
/// `GEMM_MULTITHREAD_THRESHOLD`, interface/gemm.c of its release 0.3.21). Its threads would spin between products, on cores that the
/// callers need.
private let mostForOneThread = 65_536 * 4
/// Narrower parts cost more than they save.
private let least = 64
