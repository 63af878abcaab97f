import Reports
import Retrieval

extension MetricsFile {
    /// What the report says of the retrieval: the run's own score first.
    func reportSection(metrics: [RetrievalMetric] = RetrievalMetric.registry) -> RetrievalSection {
        let own = scores.filter { $0.name == self.scoredBy }, others = scores.filter { $0.name != self.scoredBy }
        return RetrievalSection(scores: own + others, classNames: self.classNames, metrics: metrics)
    }
}
