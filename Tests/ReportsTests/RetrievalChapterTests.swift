import Foundation
import Reports
import Retrieval
import Testing

@Suite("The retrieval chapter")
struct RetrievalChapterTests {
    private func page(_ retrieval: RetrievalSection) -> ParsedPage {
        ParsedPage(ReportPage.html(ReportContent(title: "t", pipeline: "p", created: "c", version: "v", retrieval: retrieval)))
    }

    private func metrics(_ map: Double, curve: [[Double]] = [], perClass: [String: Double] = [:]) -> RetrievalMetrics {
        RetrievalMetrics(
            values: [
                "map": .number(map), "macro_map": .number(map), "chance": .number(map), "mrr": .number(map), "recall": .table(["1": map]),
                "precision_recall": .points(curve), "map_per_class": .table(perClass),
            ], queries: 3, gallery: 4)
    }

    private func section(
        _ audioToVisual: RetrievalMetrics, _ visualToAudio: RetrievalMetrics, name: String = "cosine", isTransductive: Bool = false,
        classNames: [String] = []
    ) -> RetrievalSection {
        let directions = Directions(audioToVisual: audioToVisual, visualToAudio: visualToAudio)
        return RetrievalSection(
            scores: [ScoredResult(name: name, isTransductive: isTransductive, metrics: directions)], classNames: classNames)
    }

    @Test("averages the directions, as papers do")
    func average() {
        let page = page(section(metrics(0.25), metrics(0.5)))
        #expect(page.all("span", class: "value").map(\.text) == ["0.250", "0.500", "0.375"])
    }

    @Test("writes a dash for what is not a number, and draws nothing there")
    func notNumbers() {
        let broken = metrics(.nan, curve: [[1, .infinity, .nan]], perClass: ["k": .nan])
        let page = page(section(broken, broken, classNames: ["k"]))
        #expect(page.failure == nil)
        #expect(page.all("span", class: "value").map(\.text) == ["–", "–", "–"])
        #expect(!page.text.lowercased().contains("nan") && !page.text.contains("inf"))
        let numbers = page.elements.flatMap { element in ["x", "y", "width", "height", "d", "x1", "y1"].compactMap { element.attributes[$0] } }
        #expect(!numbers.contains { $0.contains("nan") || $0.contains("inf") })
        #expect(page.texts("text").contains("no values"))
    }

    @Test("stands without scores, curves or classes")
    func empty() {
        for retrieval in [RetrievalSection(scores: []), section(metrics(0.5), metrics(0.5))] {
            let page = page(retrieval)
            #expect(page.failure == nil)
            #expect(page.headings == ["Retrieval"])
            #expect(!page.texts("h3").contains("Class by class"))
        }
    }

    @Test("draws chance dashed in the MAP bars and in the precision-recall charts")
    func chance() {
        let page = page(SampleContent.retrieval(["k"]))
        // Two rows of MAP bars, four precision-recall charts, and a swatch in the legend of each of the five charts.
        #expect(page.count("line", class: "reference") == 2 + 4 + 5)
    }

    @Test("draws a few of 1,000 classes and lists all of them")
    func manyClasses() {
        let names = (0..<1000).map { "class number \($0)" }
        let page = page(SampleContent.retrieval(names))
        let html = ReportPage.html(SampleContent.full(classNames: names))
        #expect(page.failure == nil && ParsedPage(html).failure == nil)
        #expect(html.utf8.count < 1_000_000)
        #expect(page.count("rect", class: "bar") < 400)
        let heads = Set(page.texts("th"))
        #expect(names.allSatisfy(heads.contains))
        let heights = page.all("svg").compactMap { $0.attributes["viewBox"]?.split(separator: " ").last.flatMap { Double($0) } }
        #expect(heights.allSatisfy { $0 < 600 })
    }

    @Test("lists every metric under its own name, a column each score and direction")
    func allMetrics() {
        let page = page(SampleContent.retrieval(["k"]))
        let heads = page.texts("th")
        for name in ["MAP", "tie-aware MAP", "MAP@R", "macro MAP", "chance", "MRR", "recall@5", "precision@5", "instance recall@5"] {
            #expect(heads.contains(name), "\(name)")
        }
        for column in ["cosine: audio to visual", "posterior: visual to audio"] { #expect(heads.contains(column)) }
        #expect(page.texts("td").contains("0.041"))
    }

    @Test("says what transductive means where a score is, and only there")
    func transductive() {
        func text(_ isTransductive: Bool) -> String {
            page(section(
                metrics(0.5), metrics(0.5), name: "cosine" + (isTransductive ? ", CSLS k=10 (transductive)" : ""),
                isTransductive: isTransductive)).text
        }
        #expect(text(true).contains("CSLS k=10 (transductive)") && text(true).contains("more of the test part than the pair"))
        #expect(!text(false).contains("ransductive"))
    }

    @Test("orders classes from best to worst, those without a value last")
    func classOrder() {
        let values = metrics(0.5, perClass: ["low": 0.1, "none": .nan, "high": 0.9])
        let page = page(section(values, values, classNames: ["low", "none", "high"]))
        #expect(page.texts("th").suffix(3) == ["high", "low", "none"])
    }

    @Test("lists a metric that only the list has, and a dash where a score lacks it")
    func metricOfTheList() {
        let toy = RetrievalMetric(name: "toy", title: "toy metric", note: "Toy = a number.", formula: .mean { _ in 0.25 })
        var values = metrics(0.5).values
        values["toy"] = .number(0.625)
        var retrieval = section(RetrievalMetrics(values: values, queries: 3, gallery: 4), metrics(0.5))
        #expect(!page(retrieval).text.contains("toy metric"))
        retrieval.metrics.append(toy)
        let page = page(retrieval)
        #expect(page.texts("th").contains("toy metric") && page.text.contains("Toy = a number.") && page.texts("td").contains("0.625"))
        #expect(page.texts("td").contains("–"))
    }
}
