import Foundation
import Reports
import Retrieval
import Testing

@Suite("The report page")
struct ReportPageTests {
    private let bare = ReportContent(title: "Bare", pipeline: "bare.yaml", created: "today", version: "0.1.0")

    @Test("is well-formed, stands alone, and is the same every time")
    func standsAlone() {
        let html = ReportPage.html(SampleContent.full())
        let page = ParsedPage(html)
        #expect(page.failure == nil)
        #expect(html.hasPrefix("<!DOCTYPE html>\n"))
        #expect(html == ReportPage.html(SampleContent.full()))
        for outside in ["script", "link", "iframe", "object", "base"] { #expect(page.count(outside) == 0, "\(outside)") }
        for element in page.elements {
            if let source = element.attributes["src"] { #expect(source.hasPrefix("data:image/jpeg;base64,")) }
            if let target = element.attributes["href"] { #expect(target.hasPrefix("#")) }
            #expect(!element.attributes.keys.contains { $0.hasPrefix("on") })
        }
        #expect(!html.contains("url(") && !html.contains("@import"))
    }

    @Test("has a table of contents whose every line leads somewhere")
    func contents() {
        let page = ParsedPage(ReportPage.html(SampleContent.full()))
        let anchors = page.all("section").compactMap { $0.attributes["id"] }
        #expect(page.all("a").compactMap { $0.attributes["href"] } == anchors.map { "#" + $0 })
        #expect(page.headings == ["The run", "Retrieval", "Retrieval examples", "Training", "Data", "Settings", "Provenance"])
        #expect(Set(anchors).count == 7)
    }

    @Test("shows every number and every word it was given")
    func showsEverything() throws {
        let content = SampleContent.full()
        let text = ParsedPage(ReportPage.html(content)).text
        let retrieval = try #require(content.retrieval), training = try #require(content.training), data = try #require(content.data)
        func expectMetric(_ value: Double) { #expect(text.contains(String(format: "%.3f", value)), "\(value)") }
        for (_, metrics) in retrieval.scores.flatMap(\.metrics.named) {
            for value in metrics.values.values {
                switch value {
                case .number(let number): expectMetric(number)
                case .table(let numbers): numbers.values.forEach(expectMetric)
                case .list(let numbers): numbers.forEach(expectMetric)
                case .points(let points): expectMetric(points[points.count - 1][1])
                }
            }
            for k in metrics.atCutoffs(.recall).keys { #expect(text.contains("recall@\(k)")) }
        }
        for point in training.curves.flatMap(\.series).flatMap(\.points) { expectMetric(point.y) }
        for example in content.examples {
            for hit in example.hits { expectMetric(hit.score) }
            example.averagePrecision.map(expectMetric)
        }
        let words = content.notices + [content.title, content.subtitle, content.pipeline, content.created, content.version, content.settings]
            + (content.summary + content.provenance + training.settings + data.facts).flatMap { [$0.name, $0.value] }
            + content.stages.flatMap { [$0.name, $0.outcome, $0.reason] } + data.classes.map(\.name)
            + (data.problems ?? []).flatMap { [$0.kind, "\($0.count)"] + $0.examples }
            + (data.failures ?? []).flatMap { [$0.reason, $0.modality, "\($0.count)"] + $0.examples }
            + ["12,585", "13,485", "58 min 1 s", "4,085 clips", "2,116", "best: epoch 47"]
            + ["3,560 clips"]
        #expect(words.filter { !$0.isEmpty && !text.contains($0) } == [])
    }

    @Test("shows text from outside as text, whatever it contains", arguments: [
        "Frying (food) & <b>", "</style><script>alert(1)</script>", "\" onload=\"x", "' &amp; &lt;", "日本語 é 🎻", "]]> <!-- --> <?xml ?>",
    ])
    func escapes(name: String) {
        var content = SampleContent.full(classNames: [name, "Bark"])
        content.title = name
        content.subtitle = name
        content.notices = [name]
        content.summary = [Fact(name, name)]
        content.stages = [StageRun(name: name, outcome: name, reason: name)]
        content.settings = name
        content.examples = [RetrievalExample(group: name, query: .init(title: name, label: name, thumbnail: SampleContent.jpeg), hits: [])]
        content.training?.curves = [.init(title: name, quantity: name, series: [Series(name, epochs: [1, 2])])]
        let page = ParsedPage(ReportPage.html(content))
        #expect(page.failure == nil)
        #expect(page.texts("h1") == [name])
        #expect(page.texts("pre") == [name])
        #expect(page.texts("h3").contains(name) && page.texts("dt").contains(name) && page.texts("th").contains(name))
        #expect(page.all("img").first?.attributes["alt"] == "Frame of \(name)")
        #expect(page.count("script") == 0 && page.count("b") == 0 && page.elements.allSatisfy { $0.attributes["onload"] == nil })
    }

    @Test("replaces characters no XML document may hold")
    func controlCharacters() {
        var content = bare
        content.title = "a\u{0}b\u{1B}c\u{FFFF}d\u{85}e\tf"
        let page = ParsedPage(ReportPage.html(content))
        #expect(page.failure == nil)
        #expect(page.texts("h1") == ["a\u{FFFD}b\u{FFFD}c\u{FFFD}d\u{FFFD}e\tf"])
    }

    @Test("leaves out what there is nothing to say about")
    func absentChapters() {
        let page = ParsedPage(ReportPage.html(bare))
        #expect(page.failure == nil)
        #expect(page.headings.isEmpty && page.count("nav") == 0 && page.count("section") == 0 && page.count("svg") == 0)
        var features = bare
        features.data = SampleContent.data(SampleContent.classes)
        #expect(ParsedPage(ReportPage.html(features)).headings == ["Data"])
        #expect(!ParsedPage(ReportPage.html(features)).text.contains("MAP"))
    }

    @Test("tells 'none failed' from 'none was decoded'")
    func failuresKnownOrNot() {
        var content = bare
        content.data = DataSection(splits: [], classes: [])
        #expect(!ParsedPage(ReportPage.html(content)).text.contains("No clip failed"))
        content.data?.failures = []
        #expect(ParsedPage(ReportPage.html(content)).text.contains("✓ No clip failed."))
    }

    @Test("puts notices before any number")
    func notices() throws {
        let text = ParsedPage(ReportPage.html(SampleContent.full())).text
        let notice = try #require(text.range(of: "synthesized (random) weights")), value = try #require(text.range(of: "0.507"))
        #expect(notice.lowerBound < value.lowerBound)
    }
}
