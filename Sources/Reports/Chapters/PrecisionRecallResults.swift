import Retrieval

/// Precision over recall for one way of scoring: the measured curve, the eleven-point one, and their numbers.
struct PrecisionRecallResults {
    private let score: ScoredResult

    init(_ score: ScoredResult) { self.score = score }

    @NodeBuilder var charts: [Node] {
        PrecisionRecallChart(
            title: "Precision and recall, \(score.name)", note: "means over the queries at growing ranks",
            series: score.directions.map { Series($0.name, curve($0.value)) }, chance: chance).node
        if hasElevenPoint {
            PrecisionRecallChart(
                title: "Eleven-point precision, \(score.name)", note: "interpolated: the highest precision at that recall or a higher one",
                series: score.directions.map { direction in
                    Series(direction.name, direction.value.list(.elevenPoint).enumerated().map { .init(x: Double($0.offset) / 10, y: $0.element) })
                }, chance: chance).node
        }
    }

    var table: [Node] {
        guard hasElevenPoint else { return [] }
        let ranks = 0..<(score.directions.map { $0.value.list(.elevenPoint).count }.max() ?? 0)
        return [Disclosure.node("Numbers of the eleven-point curves, \(score.name)") {
            Table(
                caption: "Interpolated precision, \(score.name)", columns: [.number("recall")] + score.directions.map { .number($0.name) },
                rows: ranks.map { rank in
                    [.text(NumberText.fixed(Double(rank) / 10, decimals: 1))]
                        + score.directions.map { $0.value.list(.elevenPoint) }.map { .text(NumberText.metric(rank < $0.count ? $0[rank] : nil)) }
                }).node
        }]
    }

    private var hasElevenPoint: Bool { score.directions.contains { !$0.value.list(.elevenPoint).isEmpty } }

    /// Mean recall (x) and mean precision (y) at growing ranks.
    private func curve(_ metrics: RetrievalMetrics) -> [Series.Point] {
        metrics.points(.precisionRecall).map { Series.Point(x: $0[2], y: $0[1]) }
    }

    /// The precision that a random ranking has on average: that of the whole gallery. One line where the directions agree to the digits
    /// shown, one each where they do not.
    private var chance: [LineChart.Reference] {
        let shown = score.directions.compactMap { direction in
            direction.value.points(.precisionRecall).last.map { (name: direction.name, value: $0[1]) }
        }.filter(\.value.isFinite)
        let isSame = Set(shown.map { NumberText.metric($0.value) }).count <= 1
        if isSame { return shown.prefix(1).map { .init(name: "chance", value: $0.value) } }
        return shown.map { .init(name: "chance, \($0.name)", value: $0.value) }
    }
}

/// Precision over recall: a line chart whose axes always run from 0 to 1, so that two reports can be compared by eye.
struct PrecisionRecallChart {
    var title: String
    var note = ""
    var series: [Series]
    var chance: [LineChart.Reference] = []

    var node: Node {
        LineChart(title: title, note: note, x: .unit("recall"), y: .unit("precision"), series: series, references: chance).node
    }
}
