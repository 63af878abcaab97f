/// What went in, what was missing, what was odd and what failed.
struct DataChapter: Chapter {
    let anchor = "data"
    let heading = "Data"
    let data: DataSection

    /// The longest count table that is shown open.
    private static let openRows = 40

    init?(_ content: ReportContent) {
        guard let data = content.data else { return nil }
        self.data = data
    }

    var body: [Node] {
        FactList.nodes(data.facts)
            + [tag("div", ["class": "columns"]) {
                tag("div") { counts }
                tag("div") {
                    modalities
                    problems
                    failures
                }
            }]
            + histograms
    }

    private var histograms: [Node] {
        let charts = data.histograms.map { HistogramChart(histogram: $0).node } + (failureChart.map { [$0.node] } ?? [])
        return charts.isEmpty ? [] : [tag("div", ["class": "charts"]) { for chart in charts { chart } }]
    }

    /// Why clips failed, the most frequent reason first; nil where none did.
    private var failureChart: BarChart? {
        guard let failures = data.failures, !failures.isEmpty else { return nil }
        let modalities = Set(failures.map(\.modality)).sorted()
        let rows = Dictionary(grouping: failures, by: \.reason).map { reason, failures in
            BarChart.Row(label: reason, values: modalities.map { modality in
                Double(failures.filter { $0.modality == modality }.reduce(0) { $0 + $1.count })
            })
        }
        let sorted = rows.sorted { ($1.values.reduce(0, +), $0.label) < ($0.values.reduce(0, +), $1.label) }
        return BarChart(
            title: "Reasons of failure", note: "clips without features, by modality",
            axis: Axis("clips", holding: rows.flatMap(\.values), fromZero: true, integral: true), groups: modalities, rows: sorted,
            format: { NumberText.count(Int($0)) })
    }

    @NodeBuilder private var counts: [Node] {
        if data.classes.isEmpty {
            tag("p", ["class": "quiet"], text: "No samples were counted.")
        } else if data.classes.count > Self.openRows {
            Disclosure.node("Samples of all \(NumberText.count(data.classes.count)) classes by split") { countTable(data.classes).node }
            countTable([]).node
        } else {
            countTable(data.classes).node
        }
    }

    private func countTable(_ classes: [DataSection.ClassCount]) -> Table {
        let totals = data.splits.indices.map { split in data.classes.reduce(0) { $0 + $1.counts[split] } }
        return Table(
            caption: "Samples by class and split",
            columns: [.text("class")] + (data.splits + ["all"]).map { .number($0) },
            rows: classes.map { row($0.name, $0.counts) },
            total: row("\(NumberText.count(data.classes.count)) classes", totals))
    }

    private func row(_ name: String, _ counts: [Int]) -> [Table.Cell] {
        [.text(name)] + (counts + [counts.reduce(0, +)]).map { .text(NumberText.count($0)) }
    }

    private var modalities: [Node] {
        if data.modalities.isEmpty { return [] }
        return [Table(
            caption: "Clips by modality", columns: [.text("modality"), .number("present"), .number("missing")],
            rows: data.modalities.map { [.text($0.name), .text(NumberText.count($0.present)), .text(NumberText.count($0.missing))] }).node]
    }

    private var problems: [Node] {
        guard let problems = data.problems else { return [] }
        if problems.isEmpty { return [tag("p", ["class": "good"], text: "✓ Nothing odd was found in the dataset’s own files.")] }
        return [Table(
            caption: "Problems in the dataset", note: "Counted and reported; they do not stop a run.",
            columns: [.text("problem"), .number("count"), .text("for instance")],
            rows: problems.map { [.text($0.kind), .text(NumberText.count($0.count)), Self.list($0.examples)] }).node]
    }

    private var failures: [Node] {
        guard let failures = data.failures else { return [] }
        if failures.isEmpty { return [tag("p", ["class": "good"], text: "✓ No clip failed.")] }
        return [Table(
            caption: "Failed clips", note: "By reason and modality; the other modality of a clip is kept.",
            columns: [.text("reason"), .text("modality"), .number("clips"), .text("for instance")],
            rows: failures.map { [.text($0.reason), .text($0.modality), .text(NumberText.count($0.count)), Self.list($0.examples)] }).node]
    }

    private static func list(_ examples: [String]) -> Table.Cell {
        .nodes([tag("ul", ["class": "examples"]) { for example in examples { tag("li", text: example) } }])
    }
}
