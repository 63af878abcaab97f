import ArrayFiles
import Clips

/// The HDF5 layout with one set of arrays a part: audio_train, visual_train, lab_train, audio_test, visual_test, lab_test.
///
/// The validation part goes to audio_val, visual_val and lab_val, which loaders of this layout pass over. Clips in no part
/// are left out.
struct HDF5Split: FeatureFormat {
    let name = "hdf5-split"
    let summary = "one HDF5 file: audio_train, visual_train, lab_train, audio_test, ..."
    let rows: [FeatureSet.Rows] = [.pooled, .segments]
    let encodings: [Encoding] = [.float32, .codes]
    let needsEveryModality = true
    let isRectangular = true

    /// How the layout spells the parts.
    private static let suffixes: [(split: Split, suffix: String)] = [(.train, "_train"), (.validation, "_val"), (.test, "_test")]

    func writer(_ request: ExportRequest) throws -> any FeatureWriter { try Writer(request, format: name) }

    func source(_ path: String) throws -> (any FeatureSource)? {
        guard let file = try arrayFile(path) else { return nil }
        let parts = Self.suffixes.filter { file.names.contains("lab" + $0.suffix) }.map { split, suffix in
            ArrayPart(split: split, features: ["audio": "audio" + suffix, "visual": "visual" + suffix], label: "lab" + suffix, suffix: suffix)
        }
        guard parts.contains(where: { $0.split == .train }) else { return nil }
        for (_, suffix) in Self.suffixes where !file.names.contains("lab" + suffix) {
            guard let features = ["audio", "visual"].map({ $0 + suffix }).first(where: file.names.contains) else { continue }
            throw FeatureError.malformed(file: path, item: "lab" + suffix, problem: "is missing, and '\(features)' is there")
        }
        return try ArrayReader(file, parts)
    }

    private final class Writer: FeatureWriter {
        private let file: HDF5Writer
        private let request: ExportRequest
        private let format: String
        private var parts: [Split: HDF5FeatureColumns] = [:]
        private var exportRemarks = ExportRemarks()

        init(_ request: ExportRequest, format: String) throws {
            file = try HDF5Writer(replacing: request.path)
            self.request = request
            self.format = format
            try file.describe(request.set)
            // Loaders expect both, even where a part is empty.
            for split in [Split.train, .test] { _ = try columns(split) }
        }

        func write(_ clip: FeatureClip) throws {
            guard let split = exportRemarks.part(of: clip) else { return }
            try columns(split).append(clip, &exportRemarks)
        }

        func finish() throws -> [String] {
            try exportRemarks.checkParts(format: format)
            try file.commit()
            return exportRemarks.lines
        }

        private func columns(_ split: Split) throws -> HDF5FeatureColumns {
            if let columns = parts[split] { return columns }
            let suffix = HDF5Split.suffixes.first { $0.split == split }?.suffix ?? ""
            let names = HDF5FeatureColumns.Names(
                features: [.audio: "audio" + suffix, .visual: "visual" + suffix], label: "lab" + suffix, suffix: suffix)
            let columns = try HDF5FeatureColumns(names, in: file, request, format: format, expected: request.expectedClips)
            parts[split] = columns
            return columns
        }
    }
}
