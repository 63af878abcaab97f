/// Cross-domain similarity local scaling: `2 s_ij - r_q(i) - r_g(j)`, r being the mean of the k largest similarities of a query
/// to the gallery, and of a gallery item to the queries. It holds down items that are close to everything.
///
/// Transductive: a score depends on all test queries. It is meant for instance retrieval and may lower class-level MAP.
///
/// **Source**: Conneau et al., Word translation without parallel data, arXiv 1710.04087, section 2.3.
public struct CSLSScores: RowScores {
    private let similarities: SimilarityScores
    private let ofQuery: [Double]
    private let ofItem: [Double]

    /// - Parameter neighbours: k; at most what there is on the other side.
    /// - Throws: ``RetrievalError/badRank(_:)``.
    public init(_ similarities: SimilarityScores, neighbours: Int) throws(RetrievalError) {
        self.similarities = similarities
        ofQuery = try Self.means(similarities, neighbours)
        ofItem = try Self.means(similarities.reversed, neighbours)
    }

    public var queryCount: Int { similarities.queryCount }
    public var galleryCount: Int { similarities.galleryCount }

    func fill(_ scores: UnsafeMutableBufferPointer<Double>, query: Int) {
        similarities.fillExactly(scores, query: query)
        for item in 0..<galleryCount { scores[item] = 2 * scores[item] - ofQuery[query] - ofItem[item] }
    }

    private static func means(_ similarities: SimilarityScores, _ count: Int) throws(RetrievalError) -> [Double] {
        try nearest(similarities, count: count).map { list in list.reduce(0) { $0 + $1.score } / Double(list.count) }
    }
}
