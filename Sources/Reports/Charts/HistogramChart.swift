/// Standing columns over the bins of a histogram; a bin that is wider is drawn wider.
struct HistogramChart {
    var histogram: Histogram

    var node: Node {
        let finite = histogram.edges.allSatisfy(\.isFinite) ? histogram : Histogram(title: "", quantity: "", edges: [], counts: [])
        let area = PlotArea(x: xAxis(finite.edges),
                            y: Axis(histogram.counted, holding: finite.counts.map(Double.init), fromZero: true, integral: true))
        let columns = finite.counts.indices.map { column(finite, $0, area) }
        return ChartFigure(title: histogram.title, description: description,
                           drawing: area.frame + (columns.isEmpty ? [area.emptyNote] : columns)).node
    }

    private func xAxis(_ edges: [Double]) -> Axis {
        guard let first = edges.first, let last = edges.last, first < last else { return Axis(histogram.quantity, from: 0, to: 1) }
        return Axis(histogram.quantity, from: first, to: last)
    }

    private func column(_ histogram: Histogram, _ index: Int, _ area: PlotArea) -> Node {
        let left = area.x(histogram.edges[index]), right = area.x(histogram.edges[index + 1])
        let top = area.y(Double(histogram.counts[index]))
        return Draw.rectangle("bar c0", x: left + 0.5, y: top, width: right - left - 1, height: area.bottomEdge - top, tip: tip(index))
    }

    private func tip(_ index: Int) -> String {
        "\(NumberText.anySize(histogram.edges[index])) to \(NumberText.anySize(histogram.edges[index + 1])): "
            + "\(NumberText.count(histogram.counts[index])) \(histogram.counted)"
    }

    private var description: String {
        "\(histogram.counted) by \(histogram.quantity). " + histogram.counts.indices.map(tip).joined(separator: "; ") + "."
    }
}
