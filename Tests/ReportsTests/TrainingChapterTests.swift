import Foundation
import Reports
import Testing

@Suite("The training chapter")
struct TrainingChapterTests {
    private func page(_ training: TrainingSection) -> ParsedPage {
        ParsedPage(ReportPage.html(ReportContent(title: "t", pipeline: "p", created: "c", version: "v", training: training)))
    }

    private func training(_ series: [Series], best: Int? = nil) -> TrainingSection {
        TrainingSection(curves: [.init(title: "Loss", quantity: "loss", series: series)], bestEpoch: best, whyStopped: "100 epochs done")
    }

    @Test("marks the best epoch in the chart and says why it stopped")
    func bestEpoch() {
        let page = page(training([Series("total", epochs: [3, 2, 1, 2])], best: 3))
        #expect(page.count("line", class: "mark") == 1)
        #expect(page.text.contains("Best epoch: 3.") && page.text.contains("Training stopped: 100 epochs done."))
    }

    @Test("stands without curves, epochs or finite values", arguments: [
        [], [Series("total", [])], [Series("total", epochs: [.nan, .infinity])], [Series("total", epochs: [5])],
        [Series("total", epochs: [1e308, -1e308, 1e-300])], [Series("total", [.init(x: .nan, y: 1)])],
    ])
    func degenerate(series: [Series]) {
        let page = page(training(series, best: 1))
        #expect(page.failure == nil)
        #expect(page.headings == ["Training"])
        let drawn = page.elements.flatMap { element in ["x", "y", "d", "x1", "x2", "y1", "y2"].compactMap { element.attributes[$0] } }
        #expect(drawn.allSatisfy { !$0.contains("nan") && !$0.contains("inf") && $0.count < 400 })
    }

    @Test("interrupts a curve where an epoch has no value, and lists the epoch with a dash")
    func gap() throws {
        let page = page(training([Series("total", epochs: [3, 2, .nan, 1, 0.5])]))
        let curve = try #require(page.all("path", class: "curve").first?.attributes["d"])
        #expect(curve.filter { $0 == "M" }.count == 2)
        #expect(page.texts("td") == ["3.000", "2.000", "–", "1.000", "0.500"])
    }

    @Test("keeps the peaks of a long curve and the size of the page small")
    func longCurve() throws {
        let values = (0..<20_000).map { $0 == 12_345 ? 50 : 1 + sin(Double($0)) }
        let page = page(training([Series("total", epochs: values)]))
        let curve = try #require(page.all("path", class: "curve").first?.attributes["d"])
        #expect(curve.split(separator: " ").count / 2 <= 410)
        // The axis runs from 0 to 50 and the plot from y = 236 to y = 20: the spike must reach the top.
        #expect(curve.split(separator: " ").contains("20"))
    }

    @Test("writes small values so that they do not read as nothing")
    func smallValues() {
        #expect(page(training([Series("rate", epochs: [1e-4])])).texts("td") == ["1.00e-04"])
    }
}
