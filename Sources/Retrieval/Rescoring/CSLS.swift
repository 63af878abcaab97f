import Settings

/// `rescore: csls`.
struct CSLS: Rescoring {
    static let name = "csls"
    static let key = RescoringKey.rescore

    let neighbours: Int

    /// Reads `csls: {neighbours}`, by default the value of the paper.
    init(from evaluate: Section) throws(SettingsError) {
        let section = try evaluate.ofRescoring(Self.name)
        neighbours = try section.integer("neighbours", default: 10, in: 1...1_000_000)
        try section.finish()
    }

    var label: String { "CSLS k=\(neighbours)" }
    let isTransductive = true
    let warnings = [instanceRetrievalWarning]

    func scores(of pair: ScoringPair) throws(RetrievalError) -> any PairScores {
        try CSLSScores(pair.similarities(), neighbours: neighbours)
    }
}

/// Cross-domain similarity local scaling: `2 s_ij - r_q(i) - r_g(j)`, r being the mean of the k largest similarities of a query
/// to the gallery, and of a gallery item to the queries. It holds down items that are close to everything.
///
/// Transductive: a score depends on all test queries. It is meant for instance retrieval and may lower class-level MAP.
///
/// **Source**: Conneau et al., Word translation without parallel data, arXiv 1710.04087, section 2.3.
struct CSLSScores: RowScores {
    private let similarities: SimilarityScores
    private let ofQuery: [Double]
    private let ofItem: [Double]

    /// - Parameter neighbours: k; at most what there is on the other side.
    /// - Throws: ``RetrievalError/badRank(_:)``.
    init(_ similarities: SimilarityScores, neighbours: Int) throws(RetrievalError) {
        self.similarities = similarities
        ofQuery = try Self.means(similarities, neighbours)
        ofItem = try Self.means(similarities.reversed, neighbours)
    }

    var queryCount: Int { similarities.queryCount }
    var galleryCount: Int { similarities.galleryCount }

    func fill(_ scores: UnsafeMutableBufferPointer<Double>, query: Int) {
        similarities.fillExactly(scores, query: query)
        for item in 0..<galleryCount { scores[item] = 2 * scores[item] - ofQuery[query] - ofItem[item] }
    }

    private static func means(_ similarities: SimilarityScores, _ count: Int) throws(RetrievalError) -> [Double] {
        try nearest(similarities, count: count).map { list in list.reduce(0) { $0 + $1.score } / Double(list.count) }
    }
}
