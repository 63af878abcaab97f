/// The few SVG shapes the charts are made of. Colours and strokes come from the style sheet by class.
enum Draw {
    enum Anchor: String { case start, middle, end }

    static func line(_ style: String, _ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double) -> Node {
        tag("line", ["class": style, "x1": at(x1), "y1": at(y1), "x2": at(x2), "y2": at(y2)])
    }

    static func rectangle(_ style: String, x: Double, y: Double, width: Double, height: Double, tip: String? = nil) -> Node {
        tag("rect", ["class": style, "x": at(x), "y": at(y), "width": at(max(0, width)), "height": at(max(0, height))]) {
            if let tip { tag("title", text: tip) }
        }
    }

    static func text(
        _ style: String, _ text: String, _ x: Double, _ y: Double, anchor: Anchor = .start, turned: Bool = false, tip: String? = nil
    ) -> Node {
        let turn = turned ? "rotate(-90 \(at(x)) \(at(y)))" : nil
        return tag("text", ["class": style, "x": at(x), "y": at(y), "text-anchor": anchor.rawValue, "transform": turn]) {
            if let tip { tag("title", text: tip) }
            text
        }
    }

    /// A line through points; nil interrupts it.
    static func path(_ style: String, _ points: [(x: Double, y: Double)?]) -> Node {
        var commands: [String] = []
        var isDown = false
        for point in points {
            if let point { commands.append("\(isDown ? "L" : "M")\(at(point.x)) \(at(point.y))") }
            isDown = point != nil
        }
        return tag("path", ["class": style, "d": commands.joined(separator: " ")])
    }

    /// The mark of a series: circle, square, diamond and triangle in turn, so that colour is not the only difference.
    static func marker(_ slot: Int, _ x: Double, _ y: Double) -> Node {
        let style = "marker " + color(slot)
        let d: String = switch slot % 4 {
        case 0: "M\(at(x - 3.2)) \(at(y)) a3.2 3.2 0 1 0 6.4 0 a3.2 3.2 0 1 0 -6.4 0z"
        case 1: "M\(at(x - 3)) \(at(y - 3)) h6 v6 h-6z"
        case 2: "M\(at(x)) \(at(y - 4)) l4 4 l-4 4 l-4 -4z"
        default: "M\(at(x)) \(at(y - 3.8)) l4 7 h-8z"
        }
        return tag("path", ["class": style, "d": d])
    }

    /// An invisible disc that tells a value when the pointer rests on it.
    static func tip(_ text: String, _ x: Double, _ y: Double) -> Node {
        tag("circle", ["class": "tip", "cx": at(x), "cy": at(y), "r": "6"]) { tag("title", text: text) }
    }

    /// The class that gives a series its colour; the palette has six.
    static func color(_ slot: Int) -> String { "c\(slot % 6)" }

    /// Far outside every drawing is far enough: a diverged value must not fill the file with digits.
    private static func at(_ value: Double) -> String { NumberText.position(min(max(value, -9999), 99999)) }
}
