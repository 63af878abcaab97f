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
