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
    /// What `features export` adds for the validation part; other tools' files have none of them.
    private static let validationParts = ["audio_val", "visual_val", "lab_val"]
    private static let markers = ["audio_feat", "visual_feat", "Label_ID"]
    private static let markerNames = ["Train_test", "Split"]

    static func read(_ source: any ArrayFile) throws(TensorFileError) -> FeatureArrays {
        let found = source.names
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
        var names: [(FeatureArrays.Part, [String])] = [(.train, Array(parts[..<3]))]
        if columns.has(validationParts) { names.append((.validation, validationParts)) }
        names.append((.test, Array(parts[3...])))
        var audio: Matrix?, visual: Matrix?
        var labels: [Int] = [], splits: [FeatureArrays.Part] = []
        for (part, names) in names {
            let read = try columns.part(audio: names[0], visual: names[1], labels: names[2])
            audio = try stacked(audio, read.audio, names[0], columns)
            visual = try stacked(visual, read.visual, names[1], columns)
            labels += read.labels
            splits += read.labels.map { _ in part }
        }
        guard let audio, let visual else { preconditionFailure("at least the training part was read") }
        return try FeatureArrays(
            audio: audio, visual: visual, labels: labels, splits: splits, classNames: try columns.texts(classNames),
            file: columns.source.path)
    }

    private static func stacked(
        _ upper: Matrix?, _ lower: Matrix, _ name: String, _ columns: FeatureColumns
    ) throws(TensorFileError) -> Matrix {
        guard let upper else { return lower }
        guard upper.columns == lower.columns else {
            throw columns.failure(name, "its rows have \(lower.columns) values, those of the training part \(upper.columns)")
        }
        return Matrix(rows: upper.rows + lower.rows, columns: upper.columns, values: upper.values + lower.values)
    }

    private static func readMarkers(_ columns: FeatureColumns, _ marker: String) throws(TensorFileError) -> FeatureArrays {
        try FeatureArrays(
            audio: try columns.matrix(markers[0]), visual: try columns.matrix(markers[1]), labels: try columns.integers(markers[2]),
            splits: try columns.trainMarkers(marker), classNames: try columns.texts(classNames), ids: try columns.texts(ids),
            file: columns.source.path)
    }
}
