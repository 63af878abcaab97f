import Retrieval

/// The top of the page: title, what run it is, warnings, the headline numbers, and where to go from here.
struct PageHeader {
    let content: ReportContent
    let chapters: [any Chapter]

    var node: Node {
        tag("header") {
            tag("h1", text: content.title)
            if !content.subtitle.isEmpty { tag("p", ["class": "subtitle"], text: content.subtitle) }
            tag("p", ["class": "quiet"]) {
                tag("code", text: content.pipeline)
                " · \(content.created) · aadml \(content.version)"
            }
            for notice in content.notices {
                tag("p", ["class": "notice", "role": "note"]) {
                    tag("span", ["aria-hidden": "true"], text: "⚠ ")
                    notice
                }
            }
            headline
            if !chapters.isEmpty {
                tag("nav", ["aria-label": "Contents"]) {
                    tag("ul") { for chapter in chapters { tag("li") { tag("a", ["href": "#" + chapter.anchor], text: chapter.heading) } } }
                }
            }
        }
    }

    /// MAP of the first way of scoring: what most readers came for.
    private var headline: [Node] {
        guard let score = content.retrieval?.scores.first else { return [] }
        let map = score.metrics.map, chance = score.metrics.chance
        return [tag("ul", ["class": "tiles"]) {
            for (map, chance) in zip(map.named, chance.named) { tile(map.value, "MAP, \(map.name)", chance: chance.value) }
            tile(map.mean, "MAP, average", chance: chance.mean)
        }]
    }

    private func tile(_ value: Double, _ name: String, chance: Double) -> Node {
        tag("li") {
            tag("span", ["class": "value"], text: NumberText.metric(value))
            tag("span", ["class": "of"], text: name)
            tag("span", ["class": "note"], text: "chance \(NumberText.metric(chance))")
        }
    }
}
