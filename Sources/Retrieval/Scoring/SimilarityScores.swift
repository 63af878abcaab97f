import Kernels
public import Tensors

/// Scores that are the similarity of two rows: cosine or inner product, in double precision.
///
/// The exact score of a pair is summed in one order whatever the rows' places, so equal rows tie to the bit. A matrix
/// product, whose sums depend on the place, gives them all quickly to within a bound of a few units in the last place.
public struct SimilarityScores: PairScores {
    public let queryCount: Int
    public let galleryCount: Int
    private let queries: PreparedRows
    private let gallery: PreparedRows
    private let longest: Double

    /// - Throws: ``RetrievalError`` on empty sides, different widths and values that are not finite.
    public init(queries: Matrix, gallery: Matrix, similarity: Similarity) throws(RetrievalError) {
        try check(queries, side: "queries")
        try check(gallery, side: "gallery")
        guard queries.columns == gallery.columns else { throw .widthMismatch(queries: queries.columns, gallery: gallery.columns) }
        self.init(PreparedRows(queries, similarity: similarity), PreparedRows(gallery, similarity: similarity))
    }

    private init(_ queries: PreparedRows, _ gallery: PreparedRows) {
        self.queries = queries
        self.gallery = gallery
        queryCount = queries.count
        galleryCount = gallery.count
        longest = gallery.norms.max() ?? 0
    }

    /// The same pairs asked from the other side.
    public var reversed: SimilarityScores { SimilarityScores(gallery, queries) }

    public func fill(_ scores: UnsafeMutableBufferPointer<Double>, queries range: Range<Int>) {
        queries.withRows(range) { some in
            gallery.withRows(0..<galleryCount) { all in multiplyByTransposed(some, all, width: gallery.width, into: scores) }
        }
    }

    /// Two sums of `width` products in any order differ by at most `2 gamma |q| |g|`, `gamma = n u / (1 - n u)`.
    ///
    /// **Source**: Higham, Accuracy and Stability of Numerical Algorithms, section 3.1.
    public func error(ofQuery query: Int) -> Double {
        Double(queries.width + 4) * .ulpOfOne * queries.norms[query] * longest
    }

    public func exact(query: Int, item: Int, written: Double) -> Double { exact(query: query, item: item) }

    /// The same scores in single precision, the gallery in the given order.
    func quick(order: [Int32]) -> QuickScores { QuickScores(queries, gallery, order: order) }

    func exact(query: Int, item: Int) -> Double { queries.product(query, gallery, item) }

    /// The exact scores of one query.
    func fillExactly(_ scores: UnsafeMutableBufferPointer<Double>, query: Int) {
        for item in 0..<galleryCount { scores[item] = queries.product(query, gallery, item) }
    }
}

/// How alike a query and a gallery item are; larger is closer.
public enum Similarity: Sendable, Hashable {
    /// The cosine of the angle between the two rows; 0 where a row is zero.
    case cosine
    /// The plain inner product. Of two class posteriors it is the probability that both items share a class.
    case innerProduct
}

/// What row i of the queries has to do with row i of the gallery.
public enum Pairing: Sendable, Hashable {
    /// Two views of one item: instance recall is defined.
    case byRow
    /// Nothing.
    case none
}
