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

    private var directionNames: [String] {
        var seen: Set<String> = []
        return retrieval.scores.flatMap { $0.directions.map(\.name) }.filter { seen.insert($0).inserted }
    }

    private var mapTable: Table {
        Table(
            caption: "Mean average precision (MAP)",
            note: "Each query ranks the whole gallery of the other modality. AP = mean of the precision at each relevant rank, over all ranks; "
                + "MAP = mean of AP over the queries; average = mean over the directions. "
                + "Relevant = same class; the query’s own clip stays in the gallery. "
                + "Ties are ordered by gallery index. Chance = the MAP expected of a random ranking." + transductiveNote,
            columns: [.text("score")] + directionNames.map { .number($0) } + [.number("average"), .number("chance")],
            rows: retrieval.scores.map { block in
                [.text(block.score)]
                    + directionNames.map { name in .text(NumberText.metric(block.directions.first { $0.name == name }?.map)) }
                    + [.text(NumberText.metric(block.averageMAP)), .text(NumberText.metric(block.averageChance))]
            })
    }

    private var transductiveNote: String {
        retrieval.scores.contains(where: \.isTransductive)
            ? " Transductive = a score depends on more of the test part than the pair: not to be compared with the other rows." : ""
    }

    private var mapBars: BarChart {
        let rows = retrieval.scores.map { row($0, $0.score, reference: $0.averageChance, value: \.map) }
            + retrieval.scores.map { row($0, "\($0.score), macro", value: \.macroMAP) }
        return BarChart(title: "MAP", note: "over the queries, and averaged over the classes (macro)", axis: .unit("MAP"),
                        groups: directionNames, rows: rows, referenceName: "chance, over the queries")
    }

    private var recallBars: BarChart {
        let rows = retrieval.scores.flatMap { block in
            Set(block.directions.flatMap { $0.recall.map(\.k) }).sorted().map { k in
                row(block, "\(block.score), R@\(k)") { direction in direction.recall.first { $0.k == k }?.value ?? .nan }
            }
        }
        return BarChart(title: "Recall at K", note: "share of queries with a relevant item among the first K", axis: .unit("recall"),
                        groups: directionNames, rows: rows)
    }

    /// A row of bars with a place for every direction of the section, also where a block lacks one.
    private func row(
        _ block: RetrievalSection.ScoreBlock, _ label: String, reference: Double? = nil,
        value: (RetrievalSection.Direction) -> Double
    ) -> BarChart.Row {
        let values = directionNames.map { name in block.directions.first { $0.name == name }.map(value) ?? .nan }
        return BarChart.Row(label: label, values: values, reference: reference)
    }

    private var rankTable: Table { AllMetricsTable(retrieval).table }

    private var precisionRecall: [Node] {
        [tag("div", ["class": "charts"]) { for block in retrieval.scores { PrecisionRecallResults(block).charts } }]
            + retrieval.scores.flatMap { PrecisionRecallResults($0).table }
    }
}
