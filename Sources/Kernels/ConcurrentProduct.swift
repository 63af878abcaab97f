import COneDNN
public import Tensors

/// `c = scale a b + keep c`, with either operand transposed on request, on all cores.
///
/// Large products are cut along their longer side into parts that depend on the shape alone, each computed by one thread, so the
/// bits do not depend on the number of threads. oneDNN's product, as it is 1.02 to 1.25 times OpenBLAS's on the thin shapes of
/// training and of log-mel spectrograms.
///
/// **Shapes**: (m x k)(k x n) -> m x n, after transposition; `c` already has that shape.
public func multiplyConcurrently(
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
    a.values.withUnsafeBufferPointer { a in
        b.values.withUnsafeBufferPointer { b in
            c.values.withUnsafeMutableBufferPointer { c in
                PartialProduct(a, aForm, b, bForm, c, m: m, n: n, k: k, scale: scale, keep: keep).run()
            }
        }
    }
}

/// The operands of one product, and the part of it a thread computes.
///
/// `@unchecked Sendable`: parts are disjoint ranges of `c`; `a` and `b` are only read.
private struct PartialProduct: @unchecked Sendable {
    private let a: UnsafePointer<Float>
    private let b: UnsafePointer<Float>
    private let c: UnsafeMutablePointer<Float>
    private let (aForm, bForm): (Operand, Operand)
    private let (m, n, k): (Int, Int, Int)
    private let (scale, keep): (Float, Float)

    init(
        _ a: UnsafeBufferPointer<Float>, _ aForm: Operand, _ b: UnsafeBufferPointer<Float>, _ bForm: Operand,
        _ c: UnsafeMutableBufferPointer<Float>, m: Int, n: Int, k: Int, scale: Float, keep: Float
    ) {
        // None is empty: m, n and k are above zero.
        self.a = a.baseAddress.unsafelyUnwrapped
        self.b = b.baseAddress.unsafelyUnwrapped
        self.c = c.baseAddress.unsafelyUnwrapped
        (self.aForm, self.bForm) = (aForm, bForm)
        (self.m, self.n, self.k) = (m, n, k)
        (self.scale, self.keep) = (scale, keep)
    }

    /// Below this many multiplications a product is not worth a second thread (about 50 microseconds of one).
    private static let worthwhile = 1 << 22
    /// Parts a product is cut into at most: each packs the shorter side anew.
    private static let most = 8

    func run() {
        let longer = max(m, n)
        let parts = m * n * k < Self.worthwhile ? 1 : min(Self.most, max(1, longer / 256))
        // Whole multiples of the kernels' 16 columns.
        let part = ((longer + parts - 1) / parts + 15) / 16 * 16
        ConcurrentParts.run(longer, part: parts == 1 ? longer : part) { range in
            OpenMPThreads.alone { m >= n ? compute(rows: range, columns: 0..<n) : compute(rows: 0..<m, columns: range) }
        }
    }

    private func compute(rows: Range<Int>, columns: Range<Int>) {
        let aPart = a + (aForm == .asIs ? rows.lowerBound * k : rows.lowerBound)
        let bPart = b + (bForm == .asIs ? columns.lowerBound : columns.lowerBound * k)
        let status = dnnl_sgemm(
            aForm.letter, bForm.letter, dnnl_dim_t(rows.count), dnnl_dim_t(columns.count), dnnl_dim_t(k), scale,
            aPart, dnnl_dim_t(aForm == .asIs ? k : m), bPart, dnnl_dim_t(bForm == .asIs ? n : k), keep,
            c + rows.lowerBound * n + columns.lowerBound, dnnl_dim_t(n))
        precondition(status == dnnl_success, "dnnl_sgemm refused a product of valid shapes (status \(status.rawValue))")
    }
}

extension Operand {
    fileprivate var letter: CChar { CChar(UInt8(ascii: self == .asIs ? "N" : "T")) }
}
