import Tensors

/// The layouts features come in, and how each is read.
enum FeatureLayout {
    static let audio = "audio"
    static let visual = "visual"
    static let labels = "labels"
    static let splits = "splits"
    static let ids = "ids"
    static let classNames = "class_names"

    private static let table = [audio, visual, labels, splits]
    private static let parts = ["audio_train", "visual_train", "lab_train", "audio_test", "visual_test", "lab_test"]
    private static let markers = ["audio_feat", "visual_feat", "Label_ID"]
    private static let markerNames = ["Train_test", "Split"]

    static func read(_ source: any ArraySource) throws(TensorFileError) -> FeatureArrays {
        let found = try source.names()
        let columns = FeatureColumns(source: source, found: Set(found))
        if columns.has(table) { return try readTable(columns) }
        if columns.has(parts) { return try readParts(columns) }
        if columns.has(markers), let marker = markerNames.first(where: { columns.has([$0]) }) {
            return try readMarkers(columns, marker)
        }
        throw .unknownLayout(file: source.path, found: found, expected: [
            columns.expectation(table), columns.expectation(parts),
            columns.expectation(markers + ["\(markerNames[0]) (or \(markerNames[1]))"]),
        ])
    }

    private static func readTable(_ columns: FeatureColumns) throws(TensorFileError) -> FeatureArrays {
        let codes = try columns.integers(splits)
        var parts: [FeatureArrays.Part] = []
        for (row, code) in codes.enumerated() {
            guard let part = FeatureArrays.Part(rawValue: Int64(code)) else {
                throw columns.failure(splits, "row \(row) is \(code); expected 0 (train), 1 (validation) or 2 (test)")
            }
            parts.append(part)
        }
        return try FeatureArrays(
            audio: try columns.matrix(audio), visual: try columns.matrix(visual), labels: try columns.integers(labels), splits: parts,
            classNames: try columns.texts(classNames), ids: try columns.texts(ids), file: columns.source.path)
    }

    private static func readParts(_ columns: FeatureColumns) throws(TensorFileError) -> FeatureArrays {
        let train = try columns.part(audio: parts[0], visual: parts[1], labels: parts[2])
        let test = try columns.part(audio: parts[3], visual: parts[4], labels: parts[5])
        for (first, second, name, other) in [
            (train.audio, test.audio, parts[3], parts[0]), (train.visual, test.visual, parts[4], parts[1]),
        ] where first.columns != second.columns {
            throw columns.failure(name, "its rows have \(second.columns) values, those of '\(other)' \(first.columns)")
        }
        return try FeatureArrays(
            audio: stacked(train.audio, test.audio), visual: stacked(train.visual, test.visual), labels: train.labels + test.labels,
            splits: train.labels.map { _ in .train } + test.labels.map { _ in .test }, classNames: try columns.texts(classNames),
            file: columns.source.path)
    }

    private static func stacked(_ upper: Matrix, _ lower: Matrix) -> Matrix {
        Matrix(rows: upper.rows + lower.rows, columns: upper.columns, values: upper.values + lower.values)
    }

    private static func readMarkers(_ columns: FeatureColumns, _ marker: String) throws(TensorFileError) -> FeatureArrays {
        try FeatureArrays(
            audio: try columns.matrix(markers[0]), visual: try columns.matrix(markers[1]), labels: try columns.integers(markers[2]),
            splits: try columns.trainMarkers(marker), classNames: try columns.texts(classNames), ids: try columns.texts(ids),
            file: columns.source.path)
    }
}
