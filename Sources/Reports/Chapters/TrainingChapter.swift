/// Curves over the epochs, the settings that gave them, and where training stopped.
struct TrainingChapter: Chapter {
    let anchor = "training"
    let heading = "Training"
    let training: TrainingSection

    init?(_ content: ReportContent) {
        guard let training = content.training else { return nil }
        self.training = training
    }

    var body: [Node] {
        outcome
            + [tag("div", ["class": "charts"]) { for curves in training.curves { chart(curves).node } }]
            + FactList.nodes(training.settings)
            + (epochs.isEmpty ? [] : [Disclosure.node("All values, epoch by epoch") { table.node }])
    }

    private var outcome: [Node] {
        let best = training.bestEpoch.map { "Best epoch: \($0)" + (training.bestBy.isEmpty ? "." : " (\(training.bestBy)).") }
        let sentences = [best, training.whyStopped.isEmpty ? nil : "Training stopped: \(training.whyStopped)."].compactMap(\.self)
        return sentences.isEmpty ? [] : [tag("p", text: sentences.joined(separator: " "))]
    }

    private func chart(_ curves: TrainingSection.Curves) -> LineChart {
        LineChart(
            title: curves.title, x: Axis("epoch", holding: epochs, integral: true),
            y: Axis(curves.quantity, holding: curves.series.flatMap { $0.points.map(\.y) }), series: curves.series,
            mark: training.bestEpoch.map { .init(x: Double($0), text: "best: epoch \($0)") })
    }

    /// Every epoch any curve has a point at, in order.
    private var epochs: [Double] {
        Set(training.curves.flatMap(\.series).flatMap { $0.points.map(\.x).filter(\.isFinite) }).sorted()
    }

    private var table: Table {
        let curves = training.curves.flatMap { chart in chart.series.map { (chart.title, $0) } }
        let values = curves.map { Dictionary($0.1.points.map { ($0.x, $0.y) }, uniquingKeysWith: { $1 }) }
        return Table(
            caption: "History", columns: [.number("epoch")] + curves.map { .number("\($0): \($1.name)") },
            rows: epochs.map { epoch in
                [.text(NumberText.fixed(epoch, decimals: epoch == epoch.rounded() ? 0 : 2))]
                    + values.map { .text(NumberText.anySize($0[epoch])) }
            })
    }
}
