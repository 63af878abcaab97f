import Kernels

/// Similarities in single precision, which settle nearly all of a ranking; the gallery stands by class.
///
/// Rows are scaled by powers of two, queries each on its own and the gallery as a whole: that rounds nothing, changes no order, and
/// keeps products away from the ends of the range.
struct QuickScores: Sendable {
    /// Queries a product takes together.
    static let group = 32

    private let product: PackedProduct
    private let queries: [Float]
    /// Lengths of the scaled queries times the longest scaled gallery row.
    private let lengths: [Double]

    /// - Parameter order: the gallery row at each place.
    init(_ queries: PreparedRows, _ gallery: PreparedRows, order: [Int32]) {
        let longest = gallery.norms.max() ?? 0
        let gauge = Self.gauge(longest)
        product = PackedProduct(
            gallery.single(count: order.count) { (row: Int(order[$0]), scale: gauge) }, width: gallery.width, group: Self.group)
        let whole = (queries.count + Self.group - 1) / Self.group * Self.group
        self.queries = queries.single(count: whole) {
            $0 < queries.count ? (row: $0, scale: Self.gauge(queries.norms[$0])) : nil
        }
        lengths = queries.norms.map { $0 * Self.gauge($0) * longest * gauge }
    }

    /// What brings a length between 1 and 2.
    private static func gauge(_ length: Double) -> Double { length > 0 ? Double(sign: .plus, exponent: -length.exponent, significand: 1) : 1 }

    var galleryCount: Int { product.rows }

    /// How far a written score may be from the scaled exact one, and a sum or difference of scores from its rounded value.
    ///
    /// Rounding both rows costs two units of roundoff u, a sum of `width` products in any order `gamma = n u / (1 - n u)`; two more are
    /// for the comparison, whose numbers are at most twice as long, and for what underflows.
    /// **Source**: Higham, Accuracy and Stability of Numerical Algorithms, section 3.1.
    func error(ofQuery query: Int) -> Float {
        let n = Double(product.width + 8) * Double(Float.ulpOfOne) / 2
        return n < 1 ? Float(n / (1 - n) * lengths[query]).nextUp : .infinity
    }

    /// One thread's means to compute them.
    struct Worker {
        private let scores: QuickScores
        private let worker: PackedProduct.Worker
        private let rows: Rows

        init(_ scores: QuickScores) {
            self.scores = scores
            worker = PackedProduct.Worker(scores.product)
            rows = Rows(count: QuickScores.group * scores.galleryCount)
        }

        /// Computes the scores of queries that begin with a multiple of the group.
        func fill(from first: Int) {
            scores.queries.withUnsafeBufferPointer { queries in
                // `queries` holds whole groups.
                worker.multiply(queries.baseAddress.unsafelyUnwrapped + first * scores.product.width, into: rows.base)
            }
        }

        /// The scores of one of them, by place.
        func row(_ index: Int) -> UnsafePointer<Float> { UnsafePointer(rows.base + index * scores.galleryCount) }
    }

    /// Memory that lives as long as its worker.
    private final class Rows {
        let base: UnsafeMutablePointer<Float>
        init(count: Int) { base = .allocate(capacity: count) }
        deinit { base.deallocate() }
    }
}
