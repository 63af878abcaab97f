/// Every metric of every score and direction: a row each metric, a column each score and direction.
struct AllMetricsTable {
    private let directions: [(score: String, direction: RetrievalSection.Direction)]
    private let namesScores: Bool

    init(_ retrieval: RetrievalSection) {
        directions = retrieval.scores.flatMap { block in block.directions.map { (block.score, $0) } }
        namesScores = retrieval.scores.count > 1
    }

    private static let note = "MAP over all ranks. Tie-aware MAP = its mean over all orders of equal scores. "
        + "MAP@R = the same over the first R ranks only, R being the items of the query’s class. "
        + "Macro MAP = mean over classes of the mean AP of their queries. MRR = mean of 1 / rank of the first relevant item. "
        + "Recall@K = share of queries with a relevant item among the first K (of the class; not of the same clip). "
        + "Precision@K = share of relevant items among the first K. "
        + "Instance recall@K = share of queries whose own clip is among the first K."

    var table: Table {
        Table(
            caption: "All metrics", note: Self.note,
            columns: [.text("metric")] + directions.map { .number(namesScores ? "\($0.score): \($0.direction.name)" : $0.direction.name) },
            rows: counts + figures + atRanks("recall", \.recall) + atRanks("precision", \.precision)
                + atRanks("instance recall", \.instanceRecall))
    }

    private var counts: [[Table.Cell]] {
        [
            [.text("queries")] + directions.map { .text(NumberText.count($0.direction.queries)) },
            [.text("gallery")] + directions.map { .text(NumberText.count($0.direction.gallery)) },
        ]
    }

    private var figures: [[Table.Cell]] {
        [
            row("MAP", \.map), row("tie-aware MAP", \.tieAwareMAP), row("MAP@R", \.mapAtR), row("macro MAP", \.macroMAP),
            row("chance", \.chance), row("MRR", \.reciprocalRank),
        ]
    }

    private func atRanks(_ name: String, _ values: (RetrievalSection.Direction) -> [RetrievalSection.AtRank]) -> [[Table.Cell]] {
        Set(directions.flatMap { values($0.direction).map(\.k) }).sorted().map { k in
            row("\(name)@\(k)") { direction in values(direction).first { $0.k == k }?.value ?? .nan }
        }
    }

    private func row(_ name: String, _ value: (RetrievalSection.Direction) -> Double) -> [Table.Cell] {
        [.text(name)] + directions.map { .text(NumberText.metric(value($0.direction))) }
    }
}
