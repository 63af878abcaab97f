/// The mean average precision of every class: bars for as many as the eye can take in, a table of all.
struct PerClassResults {
    /// Beyond this many classes only the best and the worst are drawn.
    private static let drawnClasses = 32

    private let scores: [RetrievalSection.ScoreBlock]

    init(_ retrieval: RetrievalSection) {
        scores = retrieval.scores.filter { $0.directions.contains { !$0.perClass.isEmpty } }
    }

    var nodes: [Node] {
        if scores.isEmpty { return [] }
        return [tag("h3", text: "Class by class"), tag("div", ["class": "charts"]) { for block in scores { charts(block) } }]
            + scores.map { block in Disclosure.node("Numbers of all classes, \(block.score)") { table(block).node } }
    }

    /// A class with its value in each direction of a block.
    private struct Row {
        var name: String
        var values: [Double]
        var queries: [Int?]

        var mean: Double {
            let finite = values.filter(\.isFinite)
            return finite.isEmpty ? .nan : finite.reduce(0, +) / Double(finite.count)
        }
    }

    /// Best class first; classes without a value last; equals keep the order they were given in.
    private func rows(_ block: RetrievalSection.ScoreBlock) -> [Row] {
        let lookups = block.directions.map { Dictionary($0.perClass.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first }) }
        var seen: Set<String> = []
        let names = block.directions.flatMap { $0.perClass.map(\.name) }.filter { seen.insert($0).inserted }
        let rows = names.map { name in
            Row(name: name, values: lookups.map { $0[name]?.averagePrecision ?? .nan }, queries: lookups.map { $0[name]?.queries })
        }
        func key(_ row: Row) -> Double { row.mean.isFinite ? -row.mean : .infinity }
        return rows.enumerated().sorted { (key($0.element), $0.offset) < (key($1.element), $1.offset) }.map(\.element)
    }

    private func charts(_ block: RetrievalSection.ScoreBlock) -> [Node] {
        let rows = rows(block)
        if rows.count <= Self.drawnClasses { return [chart("AP by class, \(block.score)", "best class first", block, rows)] }
        let half = Self.drawnClasses / 2
        let hint = "of \(NumberText.count(rows.count)) classes; all are in the table below"
        return [
            chart("AP of the \(half) best classes, \(block.score)", hint, block, Array(rows.prefix(half))),
            chart("AP of the \(half) worst classes, \(block.score)", hint, block, Array(rows.suffix(half))),
        ]
    }

    private func chart(_ title: String, _ note: String, _ block: RetrievalSection.ScoreBlock, _ rows: [Row]) -> Node {
        BarChart(title: title, note: note, axis: .unit("mean AP of the class’s queries"), groups: block.directions.map(\.name),
                 rows: rows.map { .init(label: $0.name, values: $0.values, reference: nil) }).node
    }

    private func table(_ block: RetrievalSection.ScoreBlock) -> Table {
        Table(
            caption: "AP by class, \(block.score)", note: "Mean AP of the queries of a class; queries in brackets.",
            columns: [.text("class")] + block.directions.map { .number($0.name) },
            rows: rows(block).map { row in
                [.text(row.name)] + zip(row.values, row.queries).map { value, queries in
                    .text(NumberText.metric(value) + (queries.map { " (\(NumberText.count($0)))" } ?? ""))
                }
            })
    }
}
