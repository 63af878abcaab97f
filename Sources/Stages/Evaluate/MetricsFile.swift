import Features
import Retrieval

/// `metrics.json`. The metrics of the run's own score are at the top, those of every way of scoring under `scores`.
///
/// Each metric is stored under its name, whatever the registry has: a file of an older version lacks the metrics that were added later.
@dynamicMemberLookup
struct MetricsFile: Codable {
    /// What the file says beside metrics.
    struct Facts: Codable {
        /// The score asked for.
        let score: EvaluateSettings.Score
        /// The name under `scores` of the run's own score: the score asked for with its retrieval-time options.
        let scoredBy: String
        let isTransductive: Bool
        let warnings: [String]
        /// The names of `scores`: plain ones first.
        let scoreOrder: [String]
        let classNames: [String]
        let queries: Int
        let gallery: Int
        let synthesizedWeights: Bool
        let shuffledLabels: Bool
        let fingerprints: [String: String]
        let settings: [String: String]

        enum CodingKeys: String, CodingKey, CaseIterable {
            case score, warnings, queries, gallery, fingerprints, settings
            case scoredBy = "scored_by"
            case isTransductive = "transductive"
            case scoreOrder = "score_order"
            case classNames = "class_names"
            case synthesizedWeights = "synthesized_weights"
            case shuffledLabels = "shuffled_labels"
        }
    }

    let facts: Facts
    /// Of the run's own score; in the file without the metrics that are lists or curves.
    let metrics: Directions<RetrievalMetrics>
    /// Every way of scoring, plain ones first.
    let scores: [ScoredResult]

    subscript<Value>(dynamicMember fact: KeyPath<Facts, Value>) -> Value { facts[keyPath: fact] }

    /// - Parameters:
    ///   - chosen: the run's own score, one of `scores`.
    ///   - warnings: what a reader should know before quoting the metrics.
    init(
        score: EvaluateSettings.Score, chosen: ScoredResult, warnings: [String], scores: [ScoredResult], table: FeatureTable, queries: Int,
        shuffledLabels: Bool, fingerprints: [String: String], settings: [String: String]
    ) {
        facts = Facts(
            score: score, scoredBy: chosen.name, isTransductive: chosen.isTransductive, warnings: warnings, scoreOrder: scores.map(\.name),
            classNames: table.classNames, queries: queries, gallery: queries, synthesizedWeights: table.isSynthesized,
            shuffledLabels: shuffledLabels, fingerprints: fingerprints, settings: settings)
        metrics = chosen.metrics
        self.scores = scores
    }

    /// A way of scoring by its name; nil where the file has none of that name.
    func score(named name: String) -> ScoredResult? { scores.first { $0.name == name } }

    init(from decoder: any Decoder) throws {
        facts = try Facts(from: decoder)
        let file = try decoder.container(keyedBy: MetricKey.self)
        let others = Set(Facts.CodingKeys.allCases.map(\.rawValue) + [MetricKey.scores.stringValue])
        metrics = try file.metrics(except: others, facts)
        let all = try file.nestedContainer(keyedBy: MetricKey.self, forKey: .scores)
        scores = try facts.scoreOrder.map { [facts] name in
            let one = try all.nestedContainer(keyedBy: MetricKey.self, forKey: MetricKey(name))
            return ScoredResult(
                name: name, isTransductive: try one.decode(Bool.self, forKey: .transductive),
                metrics: try one.metrics(except: [MetricKey.transductive.stringValue, MetricKey.queriesPerClass.stringValue], facts))
        }
    }

    func encode(to encoder: any Encoder) throws {
        try facts.encode(to: encoder)
        var file = encoder.container(keyedBy: MetricKey.self)
        let long = Set(RetrievalMetric.registry.filter(\.isCurve).map(\.name))
        try file.encode(metrics) { !long.contains($0) }
        var all = file.nestedContainer(keyedBy: MetricKey.self, forKey: .scores)
        for score in scores {
            var one = all.nestedContainer(keyedBy: MetricKey.self, forKey: MetricKey(score.name))
            try one.encode(score.isTransductive, forKey: .transductive)
            try one.encode(score.metrics.audioToVisual.queriesPerClass, forKey: .queriesPerClass)
            try one.encode(score.metrics) { _ in true }
        }
    }
}

/// The name of a metric or of a way of scoring as a key of `metrics.json`.
private struct MetricKey: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(_ name: String) { stringValue = name }
    init?(stringValue: String) { self.init(stringValue) }
    init?(intValue: Int) { nil }

    static let scores = MetricKey("scores")
    static let transductive = MetricKey("transductive")
    static let queriesPerClass = MetricKey("queries_per_class")
}

extension KeyedDecodingContainer<MetricKey> {
    /// The metrics under all keys but `others`.
    func metrics(except others: Set<String>, _ facts: MetricsFile.Facts) throws -> Directions<RetrievalMetrics> {
        var audioToVisual: [String: MetricValue] = [:], visualToAudio: [String: MetricValue] = [:]
        for key in allKeys where !others.contains(key.stringValue) {
            let value = try decode(Directions<MetricValue>.self, forKey: key)
            audioToVisual[key.stringValue] = value.audioToVisual
            visualToAudio[key.stringValue] = value.visualToAudio
        }
        let counts = try decodeIfPresent([String: Int].self, forKey: .queriesPerClass) ?? [:]
        return Directions(audioToVisual: audioToVisual, visualToAudio: visualToAudio).map {
            RetrievalMetrics(values: $0, queriesPerClass: counts, queries: facts.queries, gallery: facts.gallery)
        }
    }
}

extension KeyedEncodingContainer<MetricKey> {
    /// Each metric under its name, with the mean of both directions where it is a number.
    mutating func encode(_ metrics: Directions<RetrievalMetrics>, where isIncluded: (String) -> Bool) throws {
        for (name, value) in metrics.audioToVisual.values where isIncluded(name) {
            guard let other = metrics.visualToAudio.values[name] else { continue }
            var both = Directions(audioToVisual: value, visualToAudio: other)
            if case (.number(let a), .number(let v)) = (value, other) { both.average = .number(Directions<Double>(a, v).mean) }
            try encode(both, forKey: MetricKey(name))
        }
    }
}
