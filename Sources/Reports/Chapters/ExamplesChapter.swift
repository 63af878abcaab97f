import Foundation

/// Queries and what was found for them, with pictures.
struct ExamplesChapter: Chapter {
    let anchor = "examples"
    let heading = "Retrieval examples"
    let examples: [RetrievalExample]

    init?(_ content: ReportContent) {
        if content.examples.isEmpty { return nil }
        examples = content.examples
    }

    var body: [Node] {
        [key] + examples.indices.flatMap { index in
            let isFirst = index == 0 || examples[index - 1].group != examples[index].group
            return (isFirst ? [tag("h3", text: examples[index].group)] : []) + [example(examples[index])]
        }
    }

    private var key: Node {
        tag("p", ["class": "key"]) {
            "Best hit first. "
            tag("span", ["class": "right"], text: "✓ same class")
            " "
            tag("span", ["class": "wrong"], text: "✗ another class")
            " The query’s own clip is named as such."
        }
    }

    private func example(_ example: RetrievalExample) -> Node {
        tag("div", ["class": "example"]) {
            ItemCard(item: example.query, style: "query", badge: "query", details: precision(example)).node
            tag("ol", ["class": "hits"]) { for hit in example.hits { tag("li") { card(hit) } } }
        }
    }

    private func precision(_ example: RetrievalExample) -> [String] {
        example.averagePrecision.map { ["AP \(NumberText.metric($0))"] } ?? []
    }

    private func card(_ hit: RetrievalExample.Hit) -> Node {
        ItemCard(
            item: hit.item, style: hit.isRelevant ? "right" : "wrong", badge: "\(hit.isRelevant ? "✓" : "✗") \(hit.rank)",
            details: ["score \(NumberText.metric(hit.score))"] + (hit.isPaired ? ["own clip"] : [])).node
    }
}

/// A clip as a small card: picture or waveform, class, name, and what is to be said of it.
struct ItemCard {
    var item: RetrievalExample.Item
    /// `query`, `right` or `wrong`: gives the border.
    var style: String
    var badge: String
    var details: [String]

    var node: Node {
        tag("figure", ["class": "card " + style]) {
            tag("div", ["class": "picture"]) {
                picture
                tag("span", ["class": "badge"], text: badge)
            }
            tag("figcaption") {
                tag("strong", text: item.label)
                tag("span", ["class": "name", "title": item.title], text: item.title)
                if !details.isEmpty { tag("span", ["class": "details"], text: details.joined(separator: " · ")) }
            }
        }
    }

    @NodeBuilder private var picture: [Node] {
        let thumbnail = item.thumbnail ?? [], peaks = item.waveform ?? []
        if !thumbnail.isEmpty {
            tag("img", ["src": "data:image/jpeg;base64," + Data(thumbnail).base64EncodedString(), "alt": "Frame of \(item.title)"])
        }
        if !peaks.isEmpty { Waveform(peaks: peaks, title: "Waveform of \(item.title)").node }
        if thumbnail.isEmpty && peaks.isEmpty { tag("span", ["class": "nothing"], text: "no picture") }
    }
}

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
