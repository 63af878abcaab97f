/// Lying bars, one row a name: names of classes are long, and a page grows downwards.
struct BarChart {
    struct Row {
        var label: String
        /// One value for each of the chart's groups; what is not finite has no bar.
        var values: [Double]
        /// What to compare the row with, drawn dashed across it.
        var reference: Double?
    }

    private static let width = 440.0, labelWidth = 138.0, valueWidth = 42.0, barHeight = 10.5, gap = 8.0, top = 4.0, bottom = 40.0

    var title: String
    var note = ""
    /// What the bars measure.
    var axis: Axis
    /// One name a bar within a row.
    var groups: [String]
    var rows: [Row]
    /// What the dashed line is called in the legend.
    var referenceName = "chance"
    var format: (Double) -> String = { NumberText.metric($0) }

    var node: Node {
        ChartFigure(title: title, note: note, description: description, legend: legend, width: Self.width, height: height,
                    drawing: frame + rows.enumerated().flatMap { bars($0.element, row: $0.offset) }).node
    }

    private var rowHeight: Double { Double(max(1, groups.count)) * Self.barHeight + Self.gap }
    private var plotBottom: Double { Self.top + Double(max(1, rows.count)) * rowHeight }
    private var height: Double { plotBottom + Self.bottom }

    private func x(_ value: Double) -> Double {
        Self.labelWidth + min(max(axis.share(value), 0), 1) * (Self.width - Self.labelWidth - Self.valueWidth)
    }

    private var description: String {
        axis.label + ". " + rows.map { row in
            row.label + ": " + zip(groups, row.values).map { "\($0) \(format($1))" }.joined(separator: ", ")
        }.joined(separator: "; ") + "."
    }

    private var legend: [ChartFigure.LegendEntry] {
        (groups.count > 1 ? groups.enumerated().map { .init(name: $0.element, mark: .bar(slot: $0.offset)) } : [])
            + (rows.contains { $0.reference?.isFinite == true } ? [.init(name: referenceName, mark: .reference)] : [])
    }

    private var frame: [Node] {
        axis.ticks.map { Draw.line("grid", x($0.value), Self.top, x($0.value), plotBottom) }
            + axis.ticks.map { Draw.text("tick", $0.text, x($0.value), plotBottom + 15, anchor: .middle) }
            + [
                Draw.line("axis", x(axis.lower), Self.top, x(axis.lower), plotBottom),
                Draw.text("axis-name", axis.label, (x(axis.lower) + x(axis.upper)) / 2, plotBottom + 33, anchor: .middle),
            ]
    }

    private func bars(_ row: Row, row index: Int) -> [Node] {
        let rowTop = Self.top + Double(index) * rowHeight
        let label = Draw.text("bar-label", Self.shortened(row.label), Self.labelWidth - 6, rowTop + rowHeight / 2 + 3.5,
                              anchor: .end, tip: row.label)
        let bars = row.values.enumerated().flatMap { slot, value in
            bar(row, slot, value, y: rowTop + Self.gap / 2 + Double(slot) * Self.barHeight)
        }
        guard let reference = row.reference, reference.isFinite else { return [label] + bars }
        return [label] + bars + [Draw.line("reference", x(reference), rowTop, x(reference), rowTop + rowHeight)]
    }

    private func bar(_ row: Row, _ slot: Int, _ value: Double, y: Double) -> [Node] {
        let text = format(value)
        guard value.isFinite else { return [Draw.text("bar-value", text, x(axis.lower) + 4, y + Self.barHeight - 2)] }
        let name = groups.count > 1 ? "\(row.label), \(groups[slot])" : row.label
        return [
            Draw.rectangle("bar " + Draw.color(slot), x: x(axis.lower), y: y + 0.5, width: x(value) - x(axis.lower), height: Self.barHeight - 1,
                           tip: "\(name): \(text)"),
            Draw.text("bar-value", text, x(value) + 4, y + Self.barHeight - 2),
        ]
    }

    /// What fits beside the bars; the whole name is in the tip and in the tables.
    private static func shortened(_ label: String) -> String { label.count <= 20 ? label : label.prefix(19) + "…" }
}
