import Tensors

extension FeatureArrays {
    /// Class ids beyond this are taken for something else: a one-hot row would not fit memory.
    private static let highestLabel = 65_535

    /// What can be trained on: rows that match, finite values, class ids from 0, a training and a test part.
    func check(file: String) throws(TensorFileError) {
        try checkRows(file)
        for (name, matrix) in [(FeatureLayout.audio, audio), (FeatureLayout.visual, visual)] { try checkFinite(name, matrix, file) }
        try checkLabels(file)
        for part in [Part.train, .test] where !splits.contains(part) {
            throw .badFeatures(file: file, array: FeatureLayout.splits, problem: "no row is marked \(part), of \(splits.count) rows")
        }
    }

    private func checkRows(_ file: String) throws(TensorFileError) {
        let counts = [
            (FeatureLayout.visual, visual.rows), (FeatureLayout.labels, labels.count), (FeatureLayout.splits, splits.count),
            (FeatureLayout.ids, ids?.count ?? audio.rows),
        ]
        for (name, count) in counts where count != audio.rows {
            throw .badFeatures(file: file, array: name, problem: "\(count) rows, but the audio features have \(audio.rows)")
        }
        guard audio.rows > 0, audio.columns > 0, visual.columns > 0 else {
            let shapes = "audio \(audio.rows) x \(audio.columns), visual \(visual.rows) x \(visual.columns)"
            throw .badFeatures(file: file, array: FeatureLayout.audio, problem: "no features: \(shapes)")
        }
        if let ids, Set(ids).count != ids.count {
            throw .badFeatures(file: file, array: FeatureLayout.ids, problem: "an id stands twice")
        }
    }

    private func checkFinite(_ name: String, _ matrix: Matrix, _ file: String) throws(TensorFileError) {
        let bad = (0..<matrix.rows).filter { !matrix.row($0).allSatisfy(\.isFinite) }
        guard let first = bad.first else { return }
        throw .badFeatures(
            file: file, array: name, problem: "\(bad.count) of \(matrix.rows) rows have NaN or infinite values, the first is row \(first)")
    }

    private func checkLabels(_ file: String) throws(TensorFileError) {
        let classCount = classNames?.count ?? Self.highestLabel + 1
        for (row, label) in labels.enumerated() where !(0..<classCount).contains(label) {
            let expected = classNames == nil ? "class ids from 0 to \(Self.highestLabel)" : "one of the \(classCount) named classes, from 0"
            throw .badFeatures(file: file, array: FeatureLayout.labels, problem: "row \(row) is \(label); expected \(expected)")
        }
    }
}
