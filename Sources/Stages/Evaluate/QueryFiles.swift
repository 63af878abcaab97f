import Retrieval

/// `rankings.json`: for every test query the first items of the other modality's gallery, by the chosen score.
typealias RankingsFile = Directions<[RankedQuery]>

/// A query with its first hits, best first.
struct RankedQuery: Codable, Sendable {
    struct Hit: Codable, Sendable {
        let id: String
        let score: Double
    }

    let id: String
    let hits: [Hit]
}

/// `average_precision.json`: the average precision of every test query by every way of scoring, for comparisons query by query.
struct AveragePrecisionFile: Codable, Equatable {
    /// In the order of the lists of `scores`.
    let ids: [String]
    /// Class names, in the same order.
    let classes: [String]
    /// The name under `scores` of the score that the run is set to use.
    let chosen: String
    let scores: [String: Directions<[Double]>]

    init(ids: [String], classes: [String], chosen: String, _ results: [ScoredResult]) {
        self.ids = ids
        self.classes = classes
        self.chosen = chosen
        scores = Dictionary(
            results.map { result in (result.name, result.metrics.map { $0.perQuery[RetrievalMetric.map.name] ?? [] }) },
            uniquingKeysWith: { first, _ in first })
    }

    /// By query id, the mean of both directions; nil where the file has no such score.
    func byQuery(_ score: String) -> [String: Double]? {
        scores[score].map { lists in
            Dictionary(
                zip(ids, zip(lists.audioToVisual, lists.visualToAudio).map { ($0 + $1) / 2 }), uniquingKeysWith: { first, _ in first })
        }
    }
}
