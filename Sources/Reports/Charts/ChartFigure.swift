/// A chart as it stands on the page: its title, its legend, the drawing, and words for whoever cannot see it.
struct ChartFigure {
    struct LegendEntry {
        enum Mark { case line(slot: Int), bar(slot: Int), reference }

        var name: String
        var mark: Mark
    }

    var title: String
    /// Said smaller under the title.
    var note = ""
    /// What the drawing shows, in words.
    var description: String
    var legend: [LegendEntry] = []
    var width = PlotArea.width
    var height = PlotArea.height
    var drawing: [Node]

    var node: Node {
        tag("figure", ["class": "chart"]) {
            tag("figcaption") {
                title
                if !note.isEmpty { tag("span", ["class": "note"], text: note) }
            }
            if !legend.isEmpty { tag("ul", ["class": "legend"]) { for entry in legend { legendItem(entry) } } }
            tag("svg", ["viewBox": "0 0 \(NumberText.position(width)) \(NumberText.position(height))", "role": "img", "aria-label": title]) {
                tag("title", text: title)
                tag("desc", text: description)
                drawing
            }
        }
    }

    private func legendItem(_ entry: LegendEntry) -> Node {
        tag("li") {
            tag("svg", ["class": "swatch", "viewBox": "0 0 22 12", "width": "22", "height": "12", "aria-hidden": "true"]) {
                switch entry.mark {
                case .line(let slot):
                    Draw.line("curve " + Draw.color(slot), 0, 6, 22, 6)
                    Draw.marker(slot, 11, 6)
                case .bar(let slot): Draw.rectangle("bar " + Draw.color(slot), x: 4, y: 1, width: 14, height: 10)
                case .reference: Draw.line("reference", 0, 6, 22, 6)
                }
            }
            entry.name
        }
    }
}
