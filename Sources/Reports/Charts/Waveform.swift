/// A sound as a small picture: its peaks mirrored about the middle.
struct Waveform {
    private static let height = 40.0
    private static let columns = 96

    var peaks: [Float]
    var title: String

    var node: Node {
        let heights = columnHeights
        return tag("svg", ["class": "waveform", "viewBox": "0 0 \(heights.count * 3) 40", "preserveAspectRatio": "none",
                           "role": "img", "aria-label": title]) {
            tag("title", text: title)
            for (index, height) in heights.enumerated() {
                Draw.rectangle("wave", x: Double(index) * 3 + 0.5, y: (Self.height - height) / 2, width: 2, height: height)
            }
        }
    }

    /// The loudest peak of each column, at least a hair so that silence is seen as a line.
    private var columnHeights: [Double] {
        let count = min(peaks.count, Self.columns)
        return (0..<count).map { column in
            let run = peaks[column * peaks.count / count..<(column + 1) * peaks.count / count]
            let loudest = run.filter(\.isFinite).max() ?? 0
            return max(1, Double(min(max(loudest, 0), 1)) * (Self.height - 2))
        }
    }
}
