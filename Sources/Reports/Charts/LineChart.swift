/// Curves over a common axis, with dashed lines for what to compare with and at most one upright mark.
struct LineChart {
    /// A value that does not depend on x, drawn as a dashed line.
    struct Reference {
        var name: String
        var value: Double
    }

    /// A place on the x axis worth seeing, such as the best epoch.
    struct Mark {
        var x: Double
        var text: String
    }

    var title: String
    var note = ""
    var x: Axis
    var y: Axis
    var series: [Series]
    var references: [Reference] = []
    var mark: Mark?

    var node: Node {
        let area = PlotArea(x: x, y: y)
        let hasValues = series.contains { $0.points.contains(where: \.isFinite) }
        return ChartFigure(title: title, note: note, description: description, legend: legend, drawing:
            area.frame + referenceLines(area) + markLine(area)
            + series.enumerated().flatMap { curve($0.element, slot: $0.offset, area) }
            + (hasValues ? [] : [area.emptyNote])).node
    }

    private var shownReferences: [Reference] { references.filter(\.value.isFinite) }

    private var legend: [ChartFigure.LegendEntry] {
        series.enumerated().map { .init(name: $0.element.name, mark: .line(slot: $0.offset)) }
            + shownReferences.map { .init(name: "\($0.name) (\(NumberText.metric($0.value)))", mark: .reference) }
    }

    private var description: String {
        let curves = series.map { one in
            let last = one.points.last(where: \.isFinite)
            return "\(one.name): \(one.points.count) points" + (last.map { ", last \(NumberText.anySize($0.y))" } ?? "")
        }
        return "\(y.label) over \(x.label). " + (curves + (mark.map { [$0.text] } ?? [])).joined(separator: "; ") + "."
    }

    private func referenceLines(_ area: PlotArea) -> [Node] {
        shownReferences.map { Draw.line("reference", area.leftEdge, area.y($0.value), area.rightEdge, area.y($0.value)) }
    }

    private func markLine(_ area: PlotArea) -> [Node] {
        guard let mark, mark.x >= x.lower, mark.x <= x.upper else { return [] }
        let place = area.x(mark.x)
        let isLeft = x.share(mark.x) < 0.5
        return [
            Draw.line("mark", place, area.topEdge - 8, place, area.bottomEdge),
            Draw.text("mark-text", mark.text, place + (isLeft ? 5 : -5), area.topEdge - 6, anchor: isLeft ? .start : .end),
        ]
    }

    private func curve(_ one: Series, slot: Int, _ area: PlotArea) -> [Node] {
        let points = one.thinned(to: 400).points
        let places = points.map { $0.isFinite ? (x: area.x($0.x), y: area.y($0.y)) : nil }
        let shown = zip(points, places).compactMap { point, place in place.map { (point, $0) } }
        let stride = max(1, shown.count / 8)
        let marked = shown.count <= 25 ? shown : shown.enumerated().filter { $0.offset % stride == stride / 2 }.map(\.element)
        let tips = shown.count <= 150 ? shown : []
        return [Draw.path("curve " + Draw.color(slot), places)]
            + marked.map { Draw.marker(slot, $0.1.x, $0.1.y) }
            + tips.map { Draw.tip("\(one.name): \(NumberText.anySize($0.0.y)) at \(x.label) \(number($0.0.x))", $0.1.x, $0.1.y) }
    }

    private func number(_ value: Double) -> String {
        value == value.rounded() && abs(value) < 1e15 ? NumberText.fixed(value, decimals: 0) : NumberText.anySize(value)
    }
}
