import Testing

@testable import Reports

@Suite("Histograms")
struct HistogramChartTests {
    private func chart(_ edges: [Double], _ counts: [Int]) -> ParsedPage {
        ParsedPage(Markup.page(HistogramChart(histogram: Histogram(title: "t", quantity: "duration (s)", edges: edges, counts: counts)).node))
    }

    @Test("draw one column a bin, as wide as the bin and as high as its count")
    func columns() {
        let page = chart([0, 1, 4], [2, 4])
        let heights = page.all("rect").compactMap { $0.attributes["height"].flatMap { Double($0) } }
        let widths = page.all("rect").compactMap { $0.attributes["width"].flatMap { Double($0) } }
        #expect(heights.count == 2 && heights[1] == 2 * heights[0])
        #expect(abs((widths[1] + 1) - 3 * (widths[0] + 1)) < 0.05)   // a hair between columns
    }

    @Test("say so when there is nothing to draw", arguments: [([Double](), [Int]()), ([0, .nan], [3]), ([2, .infinity], [1])])
    func nothing(edges: [Double], counts: [Int]) {
        let page = chart(edges, counts)
        #expect(page.failure == nil && page.texts("text").contains("no values"))
    }
}
