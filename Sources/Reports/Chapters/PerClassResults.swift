import Retrieval

/// The mean average precision of every class: bars for as many as the eye can take in, a table of all.
struct PerClassResults {
    /// Beyond this many classes only the best and the worst are drawn.
    private static let drawnClasses = 32

    private let scores: [ScoredResult]
    private let classNames: [String]

    init(_ retrieval: RetrievalSection) {
        classNames = retrieval.classNames
        scores = retrieval.scores.filter { $0.directions.contains { !$0.value.table(.mapPerClass).isEmpty } }
    }

    var nodes: [Node] {
        if scores.isEmpty { return [] }
        return [tag("h3", text: "Class by class"), tag("div", ["class": "charts"]) { for score in scores { charts(score) } }]
            + scores.map { score in Disclosure.node("Numbers of all classes, \(score.name)") { table(score).node } }
    }

    /// A class with its value in each direction.
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
    private func rows(_ score: ScoredResult) -> [Row] {
        let values = score.directions.map { $0.value.table(.mapPerClass) }
        let rows = classNames.filter { name in values.contains { $0[name] != nil } }.map { name in
            Row(
                name: name, values: values.map { $0[name] ?? .nan },
                queries: score.directions.map { $0.value.table(.mapPerClass)[name] == nil ? nil : $0.value.queriesPerClass[name] })
        }
        func key(_ row: Row) -> Double { row.mean.isFinite ? -row.mean : .infinity }
        return rows.enumerated().sorted { (key($0.element), $0.offset) < (key($1.element), $1.offset) }.map(\.element)
    }

    private func charts(_ score: ScoredResult) -> [Node] {
        let rows = rows(score)
        if rows.count <= Self.drawnClasses { return [chart("AP by class, \(score.name)", "best class first", score, rows)] }
        let half = Self.drawnClasses / 2
        let hint = "of \(NumberText.count(rows.count)) classes; all are in the table below"
        return [
            chart("AP of the \(half) best classes, \(score.name)", hint, score, Array(rows.prefix(half))),
            chart("AP of the \(half) worst classes, \(score.name)", hint, score, Array(rows.suffix(half))),
        ]
    }

    private func chart(_ title: String, _ note: String, _ score: ScoredResult, _ rows: [Row]) -> Node {
        BarChart(title: title, note: note, axis: .unit("mean AP of the class’s queries"), groups: score.directions.map(\.name),
                 rows: rows.map { .init(label: $0.name, values: $0.values, reference: nil) }).node
    }

    private func table(_ score: ScoredResult) -> Table {
        Table(
            caption: "AP by class, \(score.name)", note: "Mean AP of the queries of a class; queries in brackets.",
            columns: [.text("class")] + score.directions.map { .number($0.name) },
            rows: rows(score).map { row in
                [.text(row.name)] + zip(row.values, row.queries).map { value, queries in
                    .text(NumberText.metric(value) + (queries.map { " (\(NumberText.count($0)))" } ?? ""))
                }
            })
    }
}
