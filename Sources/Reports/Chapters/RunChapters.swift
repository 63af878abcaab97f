/// What was run: key facts, and what each stage did and how long it took.
struct RunChapter: Chapter {
    let anchor = "run"
    let heading = "The run"
    let facts: [Fact]
    let stages: [StageRun]

    init?(_ content: ReportContent) {
        if content.summary.isEmpty && content.stages.isEmpty { return nil }
        facts = content.summary
        stages = content.stages
    }

    var body: [Node] { FactList.nodes(facts) + (stages.isEmpty ? [] : [table.node]) }

    private var table: Table {
        Table(
            caption: "Stages", note: "A stage runs again only if its settings or what it takes in changed.",
            columns: [.text("stage"), .text("outcome"), .number("wall time"), .number("processed"), .number("per second"), .text("why")],
            rows: stages.map { stage in
                [.text(stage.name), .text(stage.outcome), .text(NumberText.duration(seconds: stage.seconds)), .text(processed(stage)),
                 .text(NumberText.rate(stage.throughput)), .text(stage.reason)]
            })
    }

    private func processed(_ stage: StageRun) -> String {
        stage.count == nil ? NumberText.absent : "\(NumberText.count(stage.count)) \(stage.unit)"
    }
}

/// The resolved pipeline file, to be opened.
struct SettingsChapter: Chapter {
    let anchor = "settings"
    let heading = "Settings"
    let settings: String

    init?(_ content: ReportContent) {
        if content.settings.isEmpty { return nil }
        settings = content.settings
    }

    var body: [Node] { [Disclosure.node("The resolved pipeline file, every default filled in") { tag("pre") { tag("code", text: settings) } }] }
}

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

/// Named values side by side.
enum FactList {
    static func nodes(_ facts: [Fact]) -> [Node] {
        if facts.isEmpty { return [] }
        return [
            tag("dl", ["class": "facts"]) {
                for fact in facts {
                    tag("div") {
                        tag("dt", text: fact.name)
                        tag("dd", text: fact.value.isEmpty ? NumberText.absent : fact.value)
                    }
                }
            }
        ]
    }
}
