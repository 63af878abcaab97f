/// Precision over recall: a line chart whose axes always run from 0 to 1, so that two reports can be compared by eye.
struct PrecisionRecallChart {
    var title: String
    var note = ""
    var series: [Series]
    var chance: [LineChart.Reference] = []

    var node: Node {
        LineChart(title: title, note: note, x: .unit("recall"), y: .unit("precision"), series: series, references: chance).node
    }
}
