/// What the numbers came from: versions, fingerprints, digests.
struct ProvenanceChapter: Chapter {
    let anchor = "provenance"
    let heading = "Provenance"
    let facts: [Fact]

    init?(_ content: ReportContent) {
        if content.provenance.isEmpty { return nil }
        facts = content.provenance
    }

    var body: [Node] {
        [Table(caption: "Versions and fingerprints", note: "Versions, processor and host are recorded, not compared.",
               columns: [.text("what"), .text("value")],
               rows: facts.map { [.text($0.name), .nodes([tag("code", text: $0.value)])] }).node]
    }
}
