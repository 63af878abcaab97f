import ArrayFiles
import Clips

/// The HDF5 layout with one set of arrays and a marker of the part: audio_feat, visual_feat, Label_ID, Train_test.
///
/// Loaders of this layout compare the marker's text with "1" (train) and "0" (test): numbers with a point ("1.0") and booleans
/// ("True") silently give them empty parts, so texts are written. Validation is "2", which they pass over.
struct HDF5Marked: FeatureFormat {
    let name = "hdf5-marked"
    let summary = "one HDF5 file: audio_feat, visual_feat, Label_ID, Train_test (\"1\" train, \"0\" test)"
    let rows: [FeatureSet.Rows] = [.pooled, .segments]
    let encodings: [Encoding] = [.float32, .codes]
    let needsEveryModality = true
    let isRectangular = true

    private static let markerNames = ["Train_test", "Split"]

    func writer(_ request: ExportRequest) throws -> any FeatureWriter { try Writer(request, format: name) }

    func source(_ path: String) throws -> (any FeatureSource)? {
        guard let file = try arrayFile(path), file.names.contains("Label_ID") else { return nil }
        guard let marker = Self.markerNames.first(where: file.names.contains) else {
            throw TensorFileError.noSuchArray(file: path, name: Self.markerNames.joined(separator: "' or '"), found: file.names)
        }
        let part = ArrayPart(
            split: nil, features: ["audio": "audio_feat", "visual": "visual_feat"], label: "Label_ID", suffix: "",
            marker: .init(name: marker, codes: ["1": .train, "0": .test, "2": .validation]))
        return try ArrayReader(file, [part])
    }

    private final class Writer: FeatureWriter {
        private let file: HDF5Writer
        private let columns: HDF5FeatureColumns
        private let marker: HDF5Column
        private let format: String
        private var exportRemarks = ExportRemarks()

        init(_ request: ExportRequest, format: String) throws {
            file = try HDF5Writer(replacing: request.path)
            self.format = format
            try file.describe(request.set)
            let names = HDF5FeatureColumns.Names(features: [.audio: "audio_feat", .visual: "visual_feat"], label: "Label_ID", suffix: "")
            columns = try HDF5FeatureColumns(names, in: file, request, format: format, expected: request.expectedClips)
            marker = try file.textColumn("Train_test", expectedRows: request.expectedClips)
        }

        func write(_ clip: FeatureClip) throws {
            guard let split = exportRemarks.part(of: clip) else { return }
            try columns.append(clip, &exportRemarks)
            try marker.append(split == .train ? "1" : split == .test ? "0" : "2")
        }

        func finish() throws -> [String] {
            try exportRemarks.checkParts(format: format)
            try file.commit()
            return exportRemarks.lines
        }
    }
}
