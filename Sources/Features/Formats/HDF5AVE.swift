import ArrayFiles
import Clips
import Files
import Foundation

/// The files of AVE's code: `audio_feature.h5` `[N, T, D]`, `visual_feature_vec.h5`, `labels.h5` `[N, T, C + 1]` and
/// `mil_labels.h5` `[N, C + 1]`, each with one dataset `avadataset`; `train_order.h5`, `val_order.h5`, `test_order.h5` with `order`.
///
/// Row t of a clip is the second that begins at t: of the event's class inside it, background (the last class) outside.
/// What the layout has no place for stands in `clips.h5`.
struct HDF5AVE: FeatureFormat {
    let name = "hdf5-ave"
    let summary = "a folder of HDF5 files as AVE's code reads them: avadataset, *_order.h5"
    let rows: [FeatureSet.Rows] = [.segments]
    let encodings: [Encoding] = [.float32]
    let needsEveryModality = true

    /// Rows of a clip where nothing else is asked for.
    private static let rowsPerClip = 10
    private static let dataset = "avadataset"
    static let features: [Modality: String] = [.audio: "audio_feature.h5", .visual: "visual_feature_vec.h5"]
    static let orders: [(split: Split, file: String)] = [(.train, "train_order.h5"), (.validation, "val_order.h5"), (.test, "test_order.h5")]

    func writer(_ request: ExportRequest) throws -> any FeatureWriter { try Writer(request, format: name) }

    func source(_ path: String) throws -> (any FeatureSource)? {
        guard isFolder(path), FileManager.default.fileExists(atPath: path + "/labels.h5") else { return nil }
        return try AVEReader(path, dataset: Self.dataset)
    }

    private final class Writer: FeatureWriter {
        private let folder: OutputFolder
        private let rowsPerClip: Int
        private let classCount: Int
        private let classes: ClassIDs
        private let format: String
        private var files: [HDF5Writer] = []
        private var values: [Modality: HDF5Column] = [:]
        private var orders: [Split: HDF5Column] = [:]
        private let labels: HDF5Column
        private let clipLabels: HDF5Column
        private let ids: HDF5Column
        private let names: HDF5Column
        private let event: HDF5Column
        private var times: [Modality: HDF5Column] = [:]
        private var rowCounts: [Modality: HDF5Column] = [:]
        private var count: Int64 = 0
        private var exportRemarks = ExportRemarks()

        init(_ request: ExportRequest, format: String) throws {
            self.format = format
            let folder = try OutputFolder(creating: request.path)
            self.folder = folder
            var files: [HDF5Writer] = []
            func open(_ name: String) throws -> HDF5Writer {
                let file = try HDF5Writer(replacing: try folder.file(name))
                files.append(file)
                return file
            }
            let expected = request.expectedClips
            rowsPerClip = request.rowsPerClip ?? HDF5AVE.rowsPerClip
            classCount = request.set.classNames.count
            classes = ClassIDs(request.set.classNames, format: format)
            let clips = try open("clips.h5")
            try clips.describe(request.set)
            for modality in request.set.modalities {
                guard let features = request.set[modality], let name = HDF5AVE.features[modality] else { continue }
                let file = try open(name)
                try file.describe(request.set)
                let column = try file.column(HDF5AVE.dataset, of: .float32, rowShape: [rowsPerClip, features.width], expectedRows: expected)
                try column.describe(features, in: file)
                values[modality] = column
                times[modality] = try clips.column("\(modality.rawValue)_times", of: .float64, rowShape: [rowsPerClip, 2], expectedRows: expected)
                rowCounts[modality] = try clips.column("\(modality.rawValue)_rows", of: .int64, expectedRows: expected)
            }
            labels = try open("labels.h5").column(HDF5AVE.dataset, of: .float32, rowShape: [rowsPerClip, classCount + 1], expectedRows: expected)
            clipLabels = try open("mil_labels.h5").column(HDF5AVE.dataset, of: .float32, rowShape: [classCount + 1], expectedRows: expected)
            ids = try clips.textColumn("ids", expectedRows: expected)
            names = try clips.textColumn("labels", expectedRows: expected)
            event = try clips.column("event", of: .float64, rowShape: [2], expectedRows: expected)
            for (split, name) in HDF5AVE.orders { orders[split] = try open(name).column("order", of: .int64, expectedRows: expected) }
            self.files = files
        }

        func write(_ clip: FeatureClip) throws {
            for (modality, column) in values {
                guard let rows = clip.features[modality] else {
                    throw FeatureError.cannotHold(format: format, clip: clip.id, problem: "it has no \(modality.rawValue) features")
                }
                if rows.rows > rowsPerClip { exportRemarks.add("cut to \(rowsPerClip) \(modality.rawValue) rows") }
                if rows.rows < rowsPerClip { exportRemarks.add("filled up with zeros to \(rowsPerClip) \(modality.rawValue) rows") }
                let fitted = rows.fitted(to: rowsPerClip)
                try column.append(fitted.values)
                try times[modality]?.append(
                    fitted.times.isEmpty ? [Double](repeating: .nan, count: 2 * rowsPerClip) : fitted.times.flatMap { [$0.start, $0.end] })
                try rowCounts[modality]?.append([Int64(min(rows.ownRows, rowsPerClip))])
            }
            try writeLabels(clip)
            try ids.append(clip.id)
            try names.append(encodedJSON(clip.labels))
            try event.append(clip.interval.map { [$0.start, $0.end] } ?? [.nan, .nan])
            if let split = clip.split { try orders[split]?.append([count]) }
            count += 1
        }

        private func writeLabels(_ clip: FeatureClip) throws {
            let id = try classes.id(of: clip)
            var seconds = [Float](repeating: 0, count: rowsPerClip * (classCount + 1))
            for second in 0..<rowsPerClip {
                let stretch = Interval(start: Double(second), end: Double(second + 1))
                let isInside = clip.interval.map(stretch.overlaps) ?? true
                seconds[second * (classCount + 1) + (isInside ? id : classCount)] = 1
            }
            var whole = [Float](repeating: 0, count: classCount + 1)
            whole[id] = 1
            try labels.append(seconds)
            try clipLabels.append(whole)
        }

        func finish() throws -> [String] {
            for file in files { try file.commit() }
            try folder.commit()
            return exportRemarks.lines
        }
    }
}
