public import Retrieval

/// How well retrieval works, for one or more ways of scoring a pair.
public struct RetrievalSection: Sendable {
    /// The ways of scoring, shown side by side; the first gives the headline numbers.
    public var scores: [ScoredResult]
    /// In the order of tables.
    public var classNames: [String]
    /// What tables list.
    public var metrics: [RetrievalMetric]

    public init(scores: [ScoredResult], classNames: [String] = [], metrics: [RetrievalMetric] = RetrievalMetric.registry) {
        self.scores = scores
        self.classNames = classNames
        self.metrics = metrics
    }
}

extension ScoredResult {
    /// Both directions' metrics with their names.
    var directions: [(name: String, value: RetrievalMetrics)] { metrics.named }
}
