import ArrayFiles
import Clips

/// One npz file: audio, visual, labels, splits, ids, class_names, and a description as JSON.
struct NPZFile: FeatureFormat {
    let name = "npz"
    let summary = "one npz file: audio, visual, labels, splits, ids, class_names"
    let rows: [FeatureSet.Rows] = [.pooled, .segments]
    let encodings: [Encoding] = [.float32, .codes]
    let needsEveryModality = true

    func writer(_ request: ExportRequest) throws -> any FeatureWriter { try Writer(request, format: name) }

    /// HDF5 files of the same arrays are read too.
    func source(_ path: String) throws -> (any FeatureSource)? {
        guard let file = try arrayFile(path), let part = StackedArrays.part(of: file) else { return nil }
        return try ArrayReader(file, [part])
    }

    private final class Writer: FeatureWriter {
        private let arrays: StackedArrays
        private let request: ExportRequest

        init(_ request: ExportRequest, format: String) throws {
            arrays = try StackedArrays(request, format: format)
            self.request = request
        }

        func write(_ clip: FeatureClip) throws { try arrays.append(clip) }

        func finish() throws -> [String] {
            let file = try NPZWriter(replacing: request.path)
            for (name, spool) in arrays.arrays { try file.add(name, spool) }
            try file.add("ids", arrays.ids)
            try file.add("class_names", request.set.classNames)
            try file.add(FeatureSet.descriptionName, [request.set.jsonWithoutClassNames])
            try file.commit()
            return []
        }
    }
}
