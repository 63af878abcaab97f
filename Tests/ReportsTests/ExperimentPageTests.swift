import Reports
import Testing

@Suite("The page of an experiment")
struct ExperimentPageTests {
    @Test("shows every table, notice and setting, and stays well-formed whatever they hold")
    func page() {
        let page = ParsedPage(ExperimentPage.html(ExperimentContent(
            title: "losses <b>", notices: ["n = 1"],
            comparisons: [ExperimentContent.Comparison(caption: "MAP & more", columns: ["variant", "average"], rows: [["k=1", "0.5"], ["k<3", "0.6"]])],
            variants: [Fact("k=1", "train.proxy.k: 1")])))
        #expect(page.failure == nil)
        #expect(page.texts("h1") == ["losses <b>"])
        #expect(page.text.contains("n = 1") && page.text.contains("MAP & more") && page.text.contains("train.proxy.k: 1"))
        #expect(page.texts("td") == ["0.5", "0.6"])
        #expect(page.texts("th") == ["variant", "average", "k=1", "k<3"])
    }
}
