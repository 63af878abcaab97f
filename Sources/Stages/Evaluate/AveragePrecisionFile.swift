import Retrieval

/// `average_precision.json`: the average precision of every test query by every way of scoring, for comparisons query by query.
struct AveragePrecisionFile: Codable, Equatable {
    /// In the order of the lists of `scores`.
    let ids: [String]
    /// Class names, in the same order.
    let classes: [String]
    /// The name under `scores` that stands for the run.
    let chosen: String
    let scores: [String: Lists]

    struct Lists: Codable, Equatable {
        let audioToVisual: [Double]
        let visualToAudio: [Double]

        enum CodingKeys: String, CodingKey {
            case audioToVisual = "audio_to_visual"
            case visualToAudio = "visual_to_audio"
        }
    }

    init(ids: [String], classes: [String], chosen: String, _ results: [WayResult]) {
        self.ids = ids
        self.classes = classes
        self.chosen = chosen
        scores = Dictionary(
            results.map { result in
                (result.way.name, Lists(
                    audioToVisual: result.audioToVisual.perQuery.map(\.averagePrecision),
                    visualToAudio: result.visualToAudio.perQuery.map(\.averagePrecision)))
            }, uniquingKeysWith: { first, _ in first })
    }

    /// By query id, the mean of both directions; nil where the file has no such score.
    func byQuery(_ score: String) -> [String: Double]? {
        scores[score].map { lists in
            Dictionary(
                zip(ids, zip(lists.audioToVisual, lists.visualToAudio).map { ($0 + $1) / 2 }), uniquingKeysWith: { first, _ in first })
        }
    }
}
