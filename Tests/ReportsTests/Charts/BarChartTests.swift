import Testing

@testable import Reports

@Suite("Bar charts")
struct BarChartTests {
    private func chart(_ rows: [BarChart.Row], groups: [String] = ["a"]) -> ParsedPage {
        ParsedPage(Markup.page(BarChart(title: "t", axis: .unit("AP"), groups: groups, rows: rows).node))
    }

    @Test("draw lengths in proportion")
    func proportion() {
        let page = chart([.init(label: "half", values: [0.5]), .init(label: "full", values: [1]), .init(label: "none", values: [0])])
        // The plot is 440 wide, less 138 for the names and 42 for the numbers: 260 stand for 1.
        #expect(page.all("rect", class: "bar").compactMap { $0.attributes["width"] } == ["130", "260", "0"])
    }

    @Test("shorten long names in the drawing and keep them whole in the tip")
    func longNames() {
        let name = "Male speech, man speaking to a crowd"
        let page = chart([.init(label: name, values: [0.5])])
        #expect(page.all("text", class: "bar-label").first?.text == name + "Male speech, man sp…")
        #expect(page.texts("title").contains(name))
    }

    @Test("stand without rows, and keep a bar that leaves the axis inside the drawing")
    func degenerate() {
        #expect(chart([]).failure == nil)
        #expect(chart([.init(label: "x", values: [7])]).all("rect", class: "bar").first?.attributes["width"] == "260")
    }
}
