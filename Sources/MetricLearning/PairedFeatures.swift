public import Tensors

/// Items seen by both modalities, already normalised; row i of both sides and `labels[i]` belong together.
public struct PairedFeatures: Hashable, Sendable {
    /// `[items, audio width]`.
    public var audio: Matrix
    /// `[items, visual width]`.
    public var visual: Matrix
    /// One class a row, counted from 0.
    public var labels: [Int]
    /// Where each row stands in the set it was gathered from.
    private(set) var items: [Int]

    public init(audio: Matrix, visual: Matrix, labels: [Int]) {
        self.audio = audio
        self.visual = visual
        self.labels = labels
        items = Array(labels.indices)
    }

    public var count: Int { labels.count }

    func gathering(rows: [Int]) -> PairedFeatures {
        var gathered = PairedFeatures(
            audio: audio.gathering(rows: rows), visual: visual.gathering(rows: rows), labels: rows.map { labels[$0] })
        gathered.items = rows.map { items[$0] }
        return gathered
    }

    /// Refuses sets that do not fit together.
    ///
    /// - Parameter name: what messages call the set.
    func check(named name: String, classCount: Int) throws(MetricLearningError) {
        guard audio.rows == labels.count, visual.rows == labels.count else {
            throw .rowCounts(set: name, audio: audio.rows, visual: visual.rows, labels: labels.count)
        }
        for (modality, matrix) in [("audio", audio), ("visual", visual)] {
            if let index = matrix.values.firstIndex(where: { !$0.isFinite }) {
                throw .featureNotFinite(set: name, modality: modality, row: index / matrix.columns, column: index % matrix.columns)
            }
        }
        if let row = labels.firstIndex(where: { !(0..<classCount).contains($0) }) {
            throw .labelOutOfRange(set: name, row: row, label: labels[row], classCount: classCount)
        }
    }
}
