/// Precision over recall for one way of scoring: the measured curve, the eleven-point one, and their numbers.
struct PrecisionRecallResults {
    private let block: RetrievalSection.ScoreBlock

    init(_ block: RetrievalSection.ScoreBlock) { self.block = block }

    @NodeBuilder var charts: [Node] {
        PrecisionRecallChart(
            title: "Precision and recall, \(block.score)", note: "means over the queries at growing ranks",
            series: block.directions.map { Series($0.name, $0.curve) }, chance: chance).node
        if hasElevenPoint {
            PrecisionRecallChart(
                title: "Eleven-point precision, \(block.score)", note: "interpolated: the highest precision at that recall or a higher one",
                series: block.directions.map { direction in
                    Series(direction.name, direction.elevenPoint.enumerated().map { .init(x: Double($0.offset) / 10, y: $0.element) })
                }, chance: chance).node
        }
    }

    var table: [Node] {
        guard hasElevenPoint else { return [] }
        let ranks = 0..<(block.directions.map(\.elevenPoint.count).max() ?? 0)
        return [Disclosure.node("Numbers of the eleven-point curves, \(block.score)") {
            Table(
                caption: "Interpolated precision, \(block.score)", columns: [.number("recall")] + block.directions.map { .number($0.name) },
                rows: ranks.map { rank in
                    [.text(NumberText.fixed(Double(rank) / 10, decimals: 1))]
                        + block.directions.map { .text(NumberText.metric(rank < $0.elevenPoint.count ? $0.elevenPoint[rank] : nil)) }
                }).node
        }]
    }

    private var hasElevenPoint: Bool { block.directions.contains { !$0.elevenPoint.isEmpty } }

    /// One line where the directions agree to the digits shown, one each where they do not.
    private var chance: [LineChart.Reference] {
        let shown = block.directions.filter(\.chancePrecision.isFinite)
        let isSame = Set(shown.map { NumberText.metric($0.chancePrecision) }).count <= 1
        if isSame { return shown.prefix(1).map { .init(name: "chance", value: $0.chancePrecision) } }
        return shown.map { .init(name: "chance, \($0.name)", value: $0.chancePrecision) }
    }
}
