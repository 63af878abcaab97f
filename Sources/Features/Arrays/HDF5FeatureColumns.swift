import ArrayFiles
import Clips

/// The datasets that hold clips of one part, or of all parts, in an HDF5 file: features, label, and what describes each row.
///
/// Features are `[N, D]` pooled and `[N, T, D]` for segments, T being one number for all clips: longer ones are cut, shorter
/// ones filled up with zeros. How many rows are real stands in `<modality>_rows`, their times in `<modality>_times` `[N, T, 2]`.
final class HDF5FeatureColumns {
    /// How a layout spells its datasets.
    struct Names {
        let features: [Modality: String]
        let label: String
        /// Put behind `ids`, `labels`, `event` and the like, e.g. `_train`.
        let suffix: String
    }

    private struct ModalityColumns {
        let values: HDF5Column
        /// nil where every clip has one row.
        let rows: HDF5Column?
        let times: HDF5Column?
        let rowCount: Int
    }

    private let format: String
    private let modalities: [Modality: ModalityColumns]
    private let label: HDF5Column
    private let ids: HDF5Column
    private let labels: HDF5Column
    private let event: HDF5Column
    private let classes: ClassIDs

    init(_ names: Names, in file: HDF5Writer, _ request: ExportRequest, format: String, expected: Int) throws {
        self.format = format
        var modalities: [Modality: ModalityColumns] = [:]
        for modality in request.set.modalities {
            guard let features = request.set[modality], let name = names.features[modality] else { continue }
            modalities[modality] = try Self.columns(modality, name, features, names.suffix, in: file, request, expected)
        }
        self.modalities = modalities
        label = try file.column(names.label, of: .int64, expectedRows: expected)
        ids = try file.textColumn("ids" + names.suffix, expectedRows: expected)
        labels = try file.textColumn("labels" + names.suffix, expectedRows: expected)
        event = try file.column("event" + names.suffix, of: .float64, rowShape: [2], expectedRows: expected)
        try file.setAttribute("contents", "start and end of the annotated event, seconds; NaN where the whole clip is the sample", of: event)
        try file.setAttribute("contents", "all class names of the clip, as a JSON list", of: labels)
        classes = ClassIDs(request.set.classNames, format: format)
    }

    private static func columns(
        _ modality: Modality, _ name: String, _ features: FeatureSet.Features, _ suffix: String, in file: HDF5Writer,
        _ request: ExportRequest, _ expected: Int
    ) throws -> ModalityColumns {
        let type: ElementType = features.codes == nil ? .float32 : .uint8
        guard request.set.rows == .segments else {
            let values = try file.column(name, of: type, rowShape: [features.width], expectedRows: expected)
            try values.describe(features, in: file)
            return ModalityColumns(values: values, rows: nil, times: nil, rowCount: 1)
        }
        let count = request.rowsPerClip ?? request.longest[modality] ?? 1
        let values = try file.column(name, of: type, rowShape: [count, features.width], expectedRows: expected)
        try values.describe(features, in: file)
        return ModalityColumns(
            values: values, rows: try file.column("\(modality.rawValue)_rows\(suffix)", of: .int64, expectedRows: expected),
            times: try file.column("\(modality.rawValue)_times\(suffix)", of: .float64, rowShape: [count, 2], expectedRows: expected),
            rowCount: count)
    }

    func append(_ clip: FeatureClip, _ exportRemarks: inout ExportRemarks) throws {
        for (modality, columns) in modalities {
            guard let rows = clip.features[modality] else {
                throw FeatureError.cannotHold(format: format, clip: clip.id, problem: "it has no \(modality.rawValue) features")
            }
            if rows.rows > columns.rowCount { exportRemarks.add("cut to \(columns.rowCount) \(modality.rawValue) rows") }
            let fitted = rows.fitted(to: columns.rowCount)
            try columns.values.append(fitted.values)
            try columns.rows?.append([Int64(min(rows.ownRows, columns.rowCount))])
            if fitted.times.isEmpty {
                try columns.times?.append([Double](repeating: .nan, count: 2 * columns.rowCount))
            } else {
                try columns.times?.append(fitted.times.flatMap { [$0.start, $0.end] })
            }
        }
        try label.append([Int64(try classes.id(of: clip))])
        try ids.append(clip.id)
        try labels.append(encodedJSON(clip.labels))
        try event.append(clip.interval.map { [$0.start, $0.end] } ?? [.nan, .nan])
    }
}

extension HDF5Column {
    /// Floats or codes, as they are.
    func append(_ values: ClipRows.Values) throws {
        switch values {
        case .floats(let floats): try append(floats)
        case .codes(let codes): try append(codes)
        }
    }

    /// What the numbers are, for people who open the file with h5py.
    func describe(_ features: FeatureSet.Features, in file: HDF5Writer) throws {
        try file.setAttribute("network", features.network, of: self)
        try file.setAttribute("extractor", features.extractor, of: self)
        try file.setAttribute("recipe", encodedJSON(features.recipe), of: self)
        try file.setAttribute("post", features.post, of: self)
        try file.setAttribute("synthesized", features.synthesized ? "true" : "false", of: self)
        guard let codes = features.codes else { return }
        try file.setAttribute("scale", codes.scale, of: self)
        try file.setAttribute("offset", codes.offset, of: self)
        try file.setAttribute("rounding", codes.rounding, of: self)
    }
}

extension HDF5Writer {
    /// Puts the set's description on the file, and the class names in a dataset of their own.
    func describe(_ set: FeatureSet) throws {
        try setAttribute("aadml", set.aadml)
        try setAttribute(FeatureSet.descriptionName, set.jsonWithoutClassNames)
        let names = try textColumn("class_names", expectedRows: set.classNames.count)
        for name in set.classNames { try names.append(name) }
    }
}
