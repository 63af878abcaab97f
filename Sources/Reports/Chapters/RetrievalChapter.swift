import Retrieval

/// How well retrieval works: MAP and recall, their tables, precision over recall, and every class by itself.
struct RetrievalChapter: Chapter {
    let anchor = "retrieval"
    let heading = "Retrieval"
    let retrieval: RetrievalSection

    init?(_ content: ReportContent) {
        guard let retrieval = content.retrieval else { return nil }
        self.retrieval = retrieval
    }

    var body: [Node] {
        [mapTable.node]
            + [tag("div", ["class": "charts"]) {
                mapBars.node
                recallBars.node
            }]
            + [rankTable.node]
            + precisionRecall
            + PerClassResults(retrieval).nodes
    }

    /// None without scores.
    private var directionNames: [String] { retrieval.scores.first?.directions.map(\.name) ?? [] }

    private var mapTable: Table {
        Table(
            caption: "Mean average precision (MAP)",
            note: "Each query ranks the whole gallery of the other modality. AP = mean of the precision at each relevant rank, over all ranks; "
                + "MAP = mean of AP over the queries; average = mean over the directions. "
                + "Relevant = same class; the query’s own clip stays in the gallery. "
                + "Ties are ordered by gallery index. Chance = the MAP expected of a random ranking." + transductiveNote,
            columns: [.text("score")] + directionNames.map { .number($0) } + [.number("average"), .number("chance")],
            rows: retrieval.scores.map { score in
                let map = score.metrics.map
                return [.text(score.name)]
                    + [map.audioToVisual, map.visualToAudio, map.mean, score.metrics.chance.mean].map { .text(NumberText.metric($0)) }
            })
    }

    private var transductiveNote: String {
        retrieval.scores.contains(where: \.isTransductive)
            ? " Transductive = a score depends on more of the test part than the pair: not to be compared with the other rows." : ""
    }

    private var mapBars: BarChart {
        let rows = retrieval.scores.map { row($0.name, $0.metrics.map, reference: $0.metrics.chance.mean) }
            + retrieval.scores.map { row("\($0.name), macro", $0.metrics.number(.macroMAP)) }
        return BarChart(title: "MAP", note: "over the queries, and averaged over the classes (macro)", axis: .unit("MAP"),
                        groups: directionNames, rows: rows, referenceName: "chance, over the queries")
    }

    private var recallBars: BarChart {
        let rows = retrieval.scores.flatMap { score in
            let recall = score.metrics.map { $0.atCutoffs(.recall) }
            return Set(recall.audioToVisual.keys).union(recall.visualToAudio.keys).sorted().map { k in
                row("\(score.name), R@\(k)", Directions(recall.audioToVisual[k] ?? .nan, recall.visualToAudio[k] ?? .nan))
            }
        }
        return BarChart(title: "Recall at K", note: "share of queries with a relevant item among the first K", axis: .unit("recall"),
                        groups: directionNames, rows: rows)
    }

    private func row(_ label: String, _ values: Directions<Double>, reference: Double? = nil) -> BarChart.Row {
        BarChart.Row(label: label, values: values.named.map(\.value), reference: reference)
    }

    private var rankTable: Table { AllMetricsTable(retrieval).table }

    private var precisionRecall: [Node] {
        [tag("div", ["class": "charts"]) { for score in retrieval.scores { PrecisionRecallResults(score).charts } }]
            + retrieval.scores.flatMap { PrecisionRecallResults($0).table }
    }
}

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
