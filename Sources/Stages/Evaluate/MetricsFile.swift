import Features

/// `metrics.json`. The figures that stand for the run are at the top, those of every way of scoring under `scores`.
struct MetricsFile: Codable {
    /// The score asked for.
    let score: EvaluateSettings.Score
    /// The name under `scores` that stands for the run: the score asked for with its retrieval-time options.
    let scoredBy: String
    let isTransductive: Bool
    let warnings: [String]
    let map: Directions<Double>
    let tieAwareMap: Directions<Double>
    let mapAtR: Directions<Double>
    let macroMap: Directions<Double>
    let chance: Directions<Double>
    let mrr: Directions<Double>
    /// By K.
    let recall: Directions<[String: Double]>
    let precision: Directions<[String: Double]>
    let instanceRecall: Directions<[String: Double]>
    /// By class name.
    let mapPerClass: Directions<[String: Double]>
    let scores: [String: ScoreFigures]
    /// The names of `scores`: plain ones first.
    let scoreOrder: [String]
    let classNames: [String]
    let queries: Int
    let gallery: Int
    let synthesizedWeights: Bool
    let shuffledLabels: Bool
    let fingerprints: [String: String]
    let settings: [String: String]

    enum CodingKeys: String, CodingKey {
        case score, warnings, map, chance, mrr, recall, precision, scores, queries, gallery, fingerprints, settings
        case scoredBy = "scored_by"
        case isTransductive = "transductive"
        case tieAwareMap = "tie_aware_map"
        case mapAtR = "map_at_r"
        case macroMap = "macro_map"
        case instanceRecall = "instance_recall"
        case mapPerClass = "map_per_class"
        case scoreOrder = "score_order"
        case classNames = "class_names"
        case synthesizedWeights = "synthesized_weights"
        case shuffledLabels = "shuffled_labels"
    }

    /// - Parameter scores: of them the one named `scoredBy` stands for the run.
    init(
        score: EvaluateSettings.Score, scoredBy: String, warnings: [String], scores: [(name: String, figures: ScoreFigures)],
        chosen: ScoreFigures, table: FeatureTable, queries: Int, shuffledLabels: Bool, fingerprints: [String: String],
        settings: [String: String]
    ) {
        self.score = score
        self.scoredBy = scoredBy
        self.warnings = warnings
        isTransductive = chosen.isTransductive
        map = chosen.map
        tieAwareMap = chosen.tieAwareMap
        mapAtR = chosen.mapAtR
        macroMap = chosen.macroMap
        chance = chosen.chance
        mrr = chosen.mrr
        recall = chosen.recall
        precision = chosen.precision
        instanceRecall = chosen.instanceRecall
        mapPerClass = chosen.mapPerClass
        self.scores = Dictionary(scores.map { ($0.name, $0.figures) }, uniquingKeysWith: { first, _ in first })
        scoreOrder = scores.map(\.name)
        classNames = table.classNames
        self.queries = queries
        gallery = queries
        synthesizedWeights = table.isSynthesized
        self.shuffledLabels = shuffledLabels
        self.fingerprints = fingerprints
        self.settings = settings
    }
}
