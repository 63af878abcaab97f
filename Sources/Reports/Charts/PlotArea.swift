/// The rectangle curves and columns are drawn in, with its grid, its ticks and the names of its axes.
struct PlotArea {
    static let width = 440.0
    static let height = 280.0
    private static let left = 54.0, right = 14.0, top = 20.0, bottom = 44.0

    let x: Axis
    let y: Axis

    func x(_ value: Double) -> Double { Self.left + x.share(value) * (Self.width - Self.left - Self.right) }
    func y(_ value: Double) -> Double { Self.height - Self.bottom - y.share(value) * (Self.height - Self.top - Self.bottom) }

    var topEdge: Double { Self.top }
    var leftEdge: Double { Self.left }
    var rightEdge: Double { Self.width - Self.right }
    var bottomEdge: Double { Self.height - Self.bottom }

    /// Grid lines, tick labels and axis names, to be drawn under the data.
    var frame: [Node] {
        y.ticks.map { Draw.line("grid", leftEdge, y($0.value), rightEdge, y($0.value)) }
            + y.ticks.map { Draw.text("tick", $0.text, leftEdge - 6, y($0.value) + 3.5, anchor: .end) }
            + x.ticks.map { Draw.line("tickmark", x($0.value), bottomEdge, x($0.value), bottomEdge + 4) }
            + x.ticks.map { Draw.text("tick", $0.text, x($0.value), bottomEdge + 16, anchor: .middle) }
            + [Draw.line("axis", leftEdge, bottomEdge, rightEdge, bottomEdge)] + axisNames
    }

    /// What stands in the middle of a chart without data.
    var emptyNote: Node {
        Draw.text("empty", "no values", (leftEdge + rightEdge) / 2, (topEdge + bottomEdge) / 2, anchor: .middle)
    }

    private var axisNames: [Node] {
        let middle = (topEdge + bottomEdge) / 2
        return [
            Draw.text("axis-name", x.label, (leftEdge + rightEdge) / 2, Self.height - 8, anchor: .middle),
            Draw.text("axis-name", y.label, 13, middle, anchor: .middle, turned: true),
        ]
    }
}
