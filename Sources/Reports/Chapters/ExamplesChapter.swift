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
