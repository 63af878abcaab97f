import Retrieval

/// Every metric of every score and direction: a row each metric, a column each score and direction.
struct AllMetricsTable {
    private let scores: [ScoredResult]
    private let metrics: [RetrievalMetric]

    init(_ retrieval: RetrievalSection) {
        scores = retrieval.scores
        metrics = retrieval.metrics.filter { $0.isNumber || $0.isAtCutoffs }
    }

    var table: Table {
        Table(
            caption: "All metrics", note: metrics.map(\.note).filter { !$0.isEmpty }.joined(separator: " "),
            columns: [.text("metric")] + scores.flatMap { score in
                score.directions.map { .number(scores.count > 1 ? "\(score.name): \($0.name)" : $0.name) }
            },
            rows: [counts("queries", \.queries), counts("gallery", \.gallery)] + metrics.flatMap(rows))
    }

    private func counts(_ name: String, _ count: (RetrievalMetrics) -> Int) -> [Table.Cell] {
        [.text(name)] + scores.flatMap { $0.directions.map { .text(NumberText.count(count($0.value))) } }
    }

    /// One row of a number, one for every cut-off that any score has.
    private func rows(_ metric: RetrievalMetric) -> [[Table.Cell]] {
        if metric.isNumber { return [row(metric.title) { $0.number(metric) }] }
        return Set(scores.flatMap { $0.directions.flatMap { $0.value.atCutoffs(metric).keys } }).sorted().map { k in
            row("\(metric.title)@\(k)") { $0.atCutoffs(metric)[k] }
        }
    }

    private func row(_ name: String, _ value: (RetrievalMetrics) -> Double?) -> [Table.Cell] {
        [.text(name)] + scores.flatMap { $0.directions.map { .text(NumberText.metric(value($0.value))) } }
    }
}
