import Foundation
import Reports
import Testing

@Suite("The examples chapter")
struct ExamplesChapterTests {
    private func page(_ examples: [RetrievalExample]) -> ParsedPage {
        ParsedPage(ReportPage.html(ReportContent(title: "t", pipeline: "p", created: "c", version: "v", examples: examples)))
    }

    private func item(thumbnail: [UInt8]? = nil, waveform: [Float]? = nil) -> RetrievalExample.Item {
        .init(title: "clip", label: "Bark", thumbnail: thumbnail, waveform: waveform)
    }

    @Test("embeds the very bytes of a thumbnail")
    func thumbnailBytes() throws {
        let bytes = (0...255).map { UInt8($0) }
        let image = try #require(page([.init(group: "g", query: item(thumbnail: bytes), hits: [])]).all("img").first)
        let encoded = try #require(image.attributes["src"]?.split(separator: ",").last)
        #expect(Data(base64Encoded: String(encoded)).map { [UInt8]($0) } == bytes)
    }

    @Test("tells right from wrong by border and by symbol, and names the query's own clip")
    func rightAndWrong() {
        let page = page([.init(group: "g", query: item(), averagePrecision: 0.5, hits: [
            .init(item(), rank: 1, score: 0.9, isRelevant: true, isPaired: true), .init(item(), rank: 2, score: .nan, isRelevant: false),
        ])])
        #expect(page.count("figure", class: "right") == 1 && page.count("figure", class: "wrong") == 1)
        #expect(page.all("span", class: "badge").map(\.text) == ["query", "✓ 1", "✗ 2"])
        #expect(page.all("span", class: "details").map(\.text) == ["AP 0.500", "score 0.900 · own clip", "score –"])
    }

    @Test("draws peaks, also of silence and of damaged sound, and says where there is no picture", arguments: [
        ([Float](repeating: 0, count: 5), 5), ([.nan, .infinity, -3, 7], 4), ([Float](repeating: 0.5, count: 1000), 96),
    ])
    func waveforms(peaks: [Float], columns: Int) {
        let page = page([.init(group: "g", query: item(waveform: peaks), hits: [
            .init(item(waveform: []), rank: 1, score: 0, isRelevant: true),
        ])])
        let heights = page.all("rect", class: "wave").compactMap { $0.attributes["height"].flatMap { Double($0) } }
        #expect(heights.count == columns)
        #expect(heights.allSatisfy { (1...38).contains($0) })
        #expect(page.texts("span").contains("no picture"))
    }

    @Test("gives neighbours of one group one heading")
    func groups() {
        let examples = ["a", "a", "b", "a"].map { RetrievalExample(group: $0, query: item(), hits: []) }
        #expect(page(examples).texts("h3") == ["a", "b", "a"])
    }
}
