import ArrayFiles
import Clips

/// One safetensors file: audio, visual, labels, splits; ids, class names and the description are its metadata.
struct SafetensorsFile: FeatureFormat {
    let name = "safetensors"
    let summary = "one safetensors file: audio, visual, labels, splits; ids and class_names in its metadata"
    let rows: [FeatureSet.Rows] = [.pooled, .segments]
    let encodings: [Encoding] = [.float32, .codes]
    let needsEveryModality = true

    /// Bytes of ids that fit the header, which readers limit to 100 MB.
    private static let longestIDs = 80_000_000

    func writer(_ request: ExportRequest) throws -> any FeatureWriter { try Writer(request, format: name) }

    /// ``NPZFile`` reads both.
    func source(_ path: String) throws -> (any FeatureSource)? { nil }

    private final class Writer: FeatureWriter {
        private let arrays: StackedArrays
        private let request: ExportRequest
        private let format: String

        init(_ request: ExportRequest, format: String) throws {
            arrays = try StackedArrays(request, format: format)
            self.request = request
            self.format = format
        }

        func write(_ clip: FeatureClip) throws { try arrays.append(clip) }

        func finish() throws -> [String] {
            let ids = TextList.json(arrays.ids)
            guard ids.utf8.count <= SafetensorsFile.longestIDs else {
                throw FeatureError.wrongChoice(
                    format: format, problem: "the ids of \(arrays.ids.count) clips do not fit the header of a file; export as hdf5-split or webdataset")
            }
            let metadata = [
                "ids": ids, "class_names": TextList.json(request.set.classNames), FeatureSet.descriptionName: request.set.jsonWithoutClassNames,
                "aadml": request.set.aadml, "aadml.synthesized": request.set.features.values.contains(where: \.synthesized) ? "true" : "false",
            ]
            try Safetensors.write(arrays.arrays, metadata: metadata, to: request.path)
            return []
        }
    }
}
