import Settings

/// `rerank: diffusion`.
struct Diffusion: Rescoring {
    static let name = "diffusion"
    static let key = RescoringKey.rerank
    /// With fewer neighbours class-level MAP was seen to fall.
    private static let safeNeighbours = 30

    let neighbours: Int
    let kept: Double
    let steps: Int

    /// Reads `diffusion: {neighbours, kept, steps}`, by default the values of the paper except for the neighbours, of which it needs
    /// 30 where a class has many items.
    init(from evaluate: Section) throws(SettingsError) {
        let section = try evaluate.ofRescoring(Self.name)
        neighbours = try section.integer("neighbours", default: Self.safeNeighbours, in: 1...1_000_000)
        kept = try section.number("kept", default: 0.9, in: 0...0.999_999)
        steps = try section.integer("steps", default: 20, in: 1...10_000)
        try section.finish()
    }

    var label: String { "diffusion k=\(neighbours)" }
    let isTransductive = true
    var warnings: [String] {
        neighbours < Self.safeNeighbours
            ? ["diffusion over few neighbours may lower class-level MAP; 'evaluate.diffusion.neighbours' of 30 and more is safer"] : []
    }

    func scores(of pair: ScoringPair) throws(RetrievalError) -> any PairScores {
        try DiffusionScores(
            pair.similarities(), within: pair.similarities(of: pair.gallery.test.values), neighbours: neighbours, kept: kept, steps: steps)
    }
}

/// Diffusion on the gallery: `F <- a W F + (1 - a) Y` from F = Y, for some steps.
///
/// Y holds the cubed similarities of the query's k best items. W is `D^-1/2 A D^-1/2`, A the cubed similarities of items
/// that are among each other's k nearest; negative similarities count as 0. What no step reaches scores 0, in gallery order.
///
/// Transductive: a score depends on the whole gallery. With few neighbours it may lower class-level MAP.
///
/// **Source**: Iscen et al., Efficient diffusion on region manifolds, arXiv 1611.05113, sections 3.1 and 3.2.
struct DiffusionScores: RowScores {
    let queryCount: Int
    let galleryCount: Int
    private let starts: [[Neighbour]]
    private let walk: SparseRows
    private let kept: Double
    private let steps: Int

    /// - Parameters:
    ///   - within: the gallery against itself.
    ///   - neighbours: k.
    ///   - kept: a, the share that walks on at each step, in 0..<1.
    /// - Throws: ``RetrievalError/badRank(_:)``.
    init(
        _ similarities: SimilarityScores, within: SimilarityScores, neighbours: Int, kept: Double, steps: Int
    ) throws(RetrievalError) {
        queryCount = similarities.queryCount
        galleryCount = similarities.galleryCount
        starts = try nearest(similarities, count: neighbours)
        walk = Self.walk(try nearest(within, count: neighbours, excludingOwnRow: true))
        self.kept = kept
        self.steps = steps
    }

    func fill(_ scores: UnsafeMutableBufferPointer<Double>, query: Int) {
        var source = [Double](repeating: 0, count: galleryCount)
        for hit in starts[query] { source[hit.index] = Self.weight(hit.score) }
        var state = source, next = source
        for _ in 0..<steps {
            for item in 0..<galleryCount { next[item] = kept * walk.product(item, state) + (1 - kept) * source[item] }
            swap(&state, &next)
        }
        for item in 0..<galleryCount { scores[item] = state[item] }
    }

    private static func weight(_ similarity: Double) -> Double {
        let s = max(0, similarity)
        return s * s * s
    }

    private static func walk(_ lists: [[Neighbour]]) -> SparseRows {
        let sets = lists.map { Set($0.map(\.index)) }
        let mutual = lists.enumerated().map { item, list in
            list.filter { sets[$0.index].contains(item) }.sorted { $0.index < $1.index }
        }
        let degrees = mutual.map { list in list.reduce(0) { $0 + weight($1.score) }.squareRoot() }
        return SparseRows(mutual.enumerated().map { item, list in
            list.compactMap { neighbour in
                let scale = degrees[item] * degrees[neighbour.index]
                return scale > 0 ? (neighbour.index, weight(neighbour.score) / scale) : nil
            }
        })
    }
}
