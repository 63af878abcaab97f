import Foundation
import Settings
import Tensors

/// `rerank: k-reciprocal`.
struct KReciprocal: Rescoring {
    static let name = "k-reciprocal"
    static let key = RescoringKey.rerank

    let k1: Int
    let k2: Int
    let distanceShare: Double

    /// Reads `k_reciprocal: {k1, k2, distance_share}`, by default the values of the paper.
    init(from evaluate: Section) throws(SettingsError) {
        let section = try evaluate.ofRescoring(Self.name)
        k1 = try section.integer("k1", default: 20, in: 1...1_000_000)
        k2 = try section.integer("k2", default: 6, in: 1...1_000_000)
        distanceShare = try section.number("distance_share", default: 0.3, in: 0...1)
        try section.finish()
    }

    var label: String { "k-reciprocal k1=\(k1)" }
    let isTransductive = true
    let warnings = [instanceRetrievalWarning]

    func scores(of pair: ScoringPair) throws(RetrievalError) -> any PairScores {
        try KReciprocalScores(
            queries: pair.queries.test.values, gallery: pair.gallery.test.values, similarity: pair.similarity, k1: k1, k2: k2,
            distanceShare: distanceShare)
    }
}

/// k-reciprocal re-ranking: minus `(1 - l) d_J + l d`, d being one minus the similarity and d_J the Jaccard distance of
/// neighbourhoods among queries and gallery together.
///
/// Each item's neighbourhood is what is among its k1 nearest and has it among theirs, widened by those of its members that
/// lie in it by more than two thirds, weighted by `exp(-d)`, and averaged over the item and its k2 - 1 nearest.
///
/// Transductive: a score depends on all test items. Where a gap between the modalities keeps all neighbours in an item's own
/// modality, the neighbourhoods of both sides share nothing and the order is the plain one.
///
/// **Source**: Zhong et al., Re-ranking person re-identification with k-reciprocal encoding, arXiv 1701.08398, sections 3.2 to 3.4;
/// distances there are squared Euclidean ones over their largest.
struct KReciprocalScores: RowScores {
    let queryCount: Int
    let galleryCount: Int
    private let similarities: SimilarityScores
    /// Neighbourhood weights of the queries, and of the gallery by member.
    private let ofQueries: SparseRows
    private let ofGallery: SparseRows
    private let share: Double

    /// - Parameters:
    ///   - distanceShare: l, what counts of the plain distance, in 0...1.
    /// - Throws: ``RetrievalError``.
    init(
        queries: Matrix, gallery: Matrix, similarity: Similarity, k1: Int, k2: Int, distanceShare: Double
    ) throws(RetrievalError) {
        similarities = try SimilarityScores(queries: queries, gallery: gallery, similarity: similarity)
        queryCount = queries.rows
        galleryCount = gallery.rows
        share = distanceShare
        let union = Matrix(rows: queries.rows + gallery.rows, columns: queries.columns, values: queries.values + gallery.values)
        let all = try SimilarityScores(queries: union, gallery: union, similarity: similarity)
        let weights = try Neighbourhoods(all, k1: k1, k2: k2).weights
        ofQueries = SparseRows(Array(weights[..<queries.rows]))
        ofGallery = SparseRows(Array(weights[queries.rows...])).transposed(columns: union.rows)
    }

    func fill(_ scores: UnsafeMutableBufferPointer<Double>, query: Int) {
        var shared = [Double](repeating: 0, count: galleryCount)
        for (member, weight) in ofQueries.entries(query) {
            for (item, other) in ofGallery.entries(member) { shared[item] += min(weight, other) }
        }
        similarities.fillExactly(scores, query: query)
        for item in 0..<galleryCount {
            let jaccard = 1 - shared[item] / (2 - shared[item])   // weights of a neighbourhood sum to 1
            scores[item] = -((1 - share) * jaccard + share * (1 - scores[item]))
        }
    }
}

/// The weighted k-reciprocal neighbourhoods of a set of items.
private struct Neighbourhoods {
    /// Every item with its nearest after it.
    private let lists: [[Int]]
    private let similarities: SimilarityScores
    private let k1: Int
    private let k2: Int

    init(_ similarities: SimilarityScores, k1: Int, k2: Int) throws(RetrievalError) {
        self.similarities = similarities
        self.k1 = k1
        self.k2 = k2
        lists = try nearest(similarities, count: max(k1, k2), excludingOwnRow: true).enumerated().map { [$0] + $1.map(\.index) }
    }

    /// By member ascending; each item's sum to 1.
    var weights: [[(column: Int, value: Double)]] {
        let plain = lists.indices.map(weights(of:))
        guard k2 > 1 else { return plain }
        return lists.map { list in
            let peers = list.prefix(k2)
            var sums: [Int: Double] = [:]
            for peer in peers { for (member, weight) in plain[peer] { sums[member, default: 0] += weight / Double(peers.count) } }
            return sums.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        }
    }

    private func weights(of item: Int) -> [(column: Int, value: Double)] {
        let core = reciprocal(item, k1)
        var members = core
        for candidate in core {
            let theirs = reciprocal(candidate, Int((Double(k1) / 2).rounded(.toNearestOrEven)))
            if 3 * theirs.intersection(core).count > 2 * theirs.count { members.formUnion(theirs) }
        }
        let weights = members.sorted().map { ($0, exp(similarities.exact(query: item, item: $0) - 1)) }
        let sum = weights.reduce(0) { $0 + $1.1 }
        return weights.map { ($0.0, $0.1 / sum) }
    }

    /// The items among the k nearest, itself included, that have it among theirs.
    private func reciprocal(_ item: Int, _ k: Int) -> Set<Int> {
        Set(lists[item].prefix(k + 1).filter { lists[$0].prefix(k + 1).contains(item) })
    }
}
