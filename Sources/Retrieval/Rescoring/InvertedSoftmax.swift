import Foundation
import Settings

/// `rescore: inverted-softmax`.
struct InvertedSoftmax: Rescoring {
    static let name = "inverted-softmax"
    static let key = RescoringKey.rescore

    let inverseTemperature: Double
    let isDynamic: Bool

    /// Reads `inverted_softmax: {inverse_temperature, dynamic}`, by default the values of the paper.
    init(from evaluate: Section) throws(SettingsError) {
        let section = try evaluate.ofRescoring(Self.name)
        inverseTemperature = try section.number("inverse_temperature", default: 20, in: 1e-6...1e6)
        isDynamic = try section.flag("dynamic", default: false)
        try section.finish()
    }

    var label: String { (isDynamic ? "dynamic " : "") + "inverted softmax" }
    let isTransductive = true
    let warnings = [instanceRetrievalWarning]
    let readsTrainingRows = true

    func scores(of pair: ScoringPair) throws(RetrievalError) -> any PairScores {
        try InvertedSoftmaxScores(
            pair.similarities(), bank: pair.similarities(of: pair.queries.training.values), inverseTemperature: inverseTemperature,
            isDynamic: isDynamic)
    }
}

/// Inverted softmax (query-bank normalisation): `b s_ij - log sum_t exp(b s_tj)` over the queries t of a training bank.
///
/// In its dynamic form only queries whose best item is a hub, the best item of some bank query, are corrected; the others
/// keep their similarities. Reported with the transductive scores, since it works on the gallery as a whole, though it
/// sees no other test query. It is meant for instance retrieval and may lower class-level MAP.
///
/// **Source**: Smith et al., arXiv 1702.03859, section 2.2; Bogolin et al., Cross modal retrieval with querybank
/// normalisation, arXiv 2112.12777, sections 3.3 and 3.4.
struct InvertedSoftmaxScores: RowScores {
    private let similarities: SimilarityScores
    private let inverseTemperature: Double
    private let corrections: [Double]
    /// Items that are the best for some bank query; nil where every query is corrected.
    private let hubs: Set<Int>?

    /// - Parameters:
    ///   - bank: the training queries against the same gallery.
    ///   - inverseTemperature: b.
    /// - Throws: ``RetrievalError``.
    init(
        _ similarities: SimilarityScores, bank: SimilarityScores, inverseTemperature: Double, isDynamic: Bool
    ) throws(RetrievalError) {
        precondition(bank.galleryCount == similarities.galleryCount, "the bank's queries are scored against another gallery")
        self.similarities = similarities
        self.inverseTemperature = inverseTemperature
        corrections = Self.corrections(bank.reversed, inverseTemperature)
        hubs = isDynamic ? Set(try nearest(bank, count: 1).map { $0[0].index }) : nil
    }

    var queryCount: Int { similarities.queryCount }
    var galleryCount: Int { similarities.galleryCount }

    func fill(_ scores: UnsafeMutableBufferPointer<Double>, query: Int) {
        similarities.fillExactly(scores, query: query)
        if let hubs {
            var best = 0
            for item in 1..<max(1, galleryCount) where scores[item] > scores[best] { best = item }
            guard hubs.contains(best) else { return }
        }
        for item in 0..<galleryCount { scores[item] = inverseTemperature * scores[item] - corrections[item] }
    }

    /// `log sum_t exp(b s_tj)` of each gallery item j.
    private static func corrections(_ bank: SimilarityScores, _ b: Double) -> [Double] {
        var row = [Double](repeating: 0, count: bank.galleryCount)
        return (0..<bank.queryCount).map { item in
            row.withUnsafeMutableBufferPointer { bank.fillExactly($0, query: item) }
            let largest = row.max() ?? 0
            return b * largest + log(row.reduce(0) { $0 + exp(b * ($1 - largest)) })
        }
    }
}
