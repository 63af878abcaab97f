import ArrayFiles
import Clips
import Foundation
import Tensors

/// Reads the files of AVE's code; what other tools' folders do not say (ids, times) is made from the row's number.
final class AVEReader: FeatureSource {
    let set: FeatureSet
    let clipCount: Int?
    let remarks: [String]
    private let folder: String
    private let values: [Modality: (rows: any RowStream, file: String)]
    private let labels: any RowStream
    private let clips: ClipColumns?
    private let splits: [Int64: Split]
    private var position = 0

    init(_ folder: String, dataset: String) throws {
        self.folder = folder
        labels = try openArrays(folder + "/labels.h5").rows(of: dataset)
        guard labels.shape.count == 3, labels.shape[1] > 0, labels.shape[2] > 1 else {
            throw TensorFileError.wrongShape(
                file: folder + "/labels.h5", array: dataset, expected: "[clips, seconds, classes and background]", found: labels.shape)
        }
        var values: [Modality: (rows: any RowStream, file: String)] = [:]
        for (modality, name) in HDF5AVE.features where FileManager.default.fileExists(atPath: "\(folder)/\(name)") {
            let rows = try openArrays("\(folder)/\(name)").rows(of: dataset)
            guard rows.shape.count == 3, rows.shape[0] == labels.shape[0], rows.shape[1] > 0, rows.shape[2] > 0 else {
                throw TensorFileError.wrongShape(
                    file: "\(folder)/\(name)", array: dataset, expected: "[\(labels.shape[0]), rows, width]", found: rows.shape)
            }
            values[modality] = (rows, "\(folder)/\(name)")
        }
        guard !values.isEmpty else { throw FeatureError.unknownFormat(path: folder, found: "it has AVE's labels.h5 and no features of theirs") }
        self.values = values
        clipCount = labels.shape[0]
        splits = try Self.splits(folder, count: labels.shape[0])
        clips = try ClipColumns(folder + "/clips.h5", count: labels.shape[0])
        if let clips {
            set = clips.set
        } else {
            let features = values.mapValues { FeatureSet.Features(network: "unknown", extractor: "", width: $0.rows.shape[2]) }
            set = FeatureSet(aadml: "", rows: .segments, classNames: (0..<(labels.shape[2] - 1)).map { "class \($0)" }, features: features)
        }
        remarks = splits.isEmpty ? ["there are no *_order.h5 files: the clips are in no part"] : []
    }

    func next() throws -> FeatureClip? {
        guard position < labels.shape[0] else { return nil }
        defer { position += 1 }
        let (label, interval) = try label()
        var clip = FeatureClip(
            id: "row \(position)", labels: [label], split: splits[Int64(position)], interval: interval, features: [:])
        if let clips { try clips.describe(&clip) }
        for (modality, source) in values {
            guard let floats = try source.rows.next(1).asFloats else {
                throw FeatureError.malformed(file: source.file, item: "row \(position)", problem: "holds texts, expected numbers")
            }
            let rows = ClipRows(rows: source.rows.shape[1], columns: source.rows.shape[2], values: .floats(floats.values), times: [])
            clip.features[modality] = try clips?.trimmed(rows, modality) ?? rows
        }
        return clip
    }

    /// The class of most seconds, background apart, and the stretch from its first to its last second.
    private func label() throws -> (name: String, interval: Interval?) {
        let classes = labels.shape[2], seconds = labels.shape[1]
        let values = try labels.next(1).asFloats?.values ?? []
        let counts = (0..<(classes - 1)).map { id in (0..<seconds).count { values[$0 * classes + id] > 0 } }
        guard let most = counts.max(), most > 0, let id = counts.firstIndex(of: most) else {
            throw FeatureError.malformed(file: folder + "/labels.h5", item: "row \(position)", problem: "no second has a class other than background")
        }
        let inside = (0..<seconds).filter { values[$0 * classes + id] > 0 }
        let interval = inside.count == seconds ? nil : Interval(start: Double(inside[0]), end: Double(inside[inside.count - 1] + 1))
        return (set.classNames[id], interval)
    }

    private static func splits(_ folder: String, count: Int) throws -> [Int64: Split] {
        var splits: [Int64: Split] = [:]
        for (split, name) in HDF5AVE.orders where FileManager.default.fileExists(atPath: "\(folder)/\(name)") {
            let path = "\(folder)/\(name)"
            guard case .integers(let order) = try openArrays(path).read("order") else {
                throw FeatureError.malformed(file: path, item: "order", problem: "holds no whole numbers")
            }
            for index in order.values {
                guard (0..<Int64(count)).contains(index) else {
                    throw FeatureError.malformed(file: path, item: "order", problem: "names row \(index), of \(count)")
                }
                splits[index] = split
            }
        }
        return splits
    }
}

/// What `clips.h5` adds.
private final class ClipColumns {
    let set: FeatureSet
    private let path: String
    private let ids: any RowStream
    private let labels: any RowStream
    private let event: any RowStream
    private let times: [Modality: any RowStream]
    private let rowCounts: [Modality: any RowStream]

    /// nil if there is no such file.
    init?(_ path: String, count: Int) throws {
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        let file = try openArrays(path)
        self.path = path
        guard let json = file.metadata[FeatureSet.descriptionName], case .texts(_, let names) = try file.read("class_names") else {
            throw FeatureError.malformed(file: path, item: FeatureSet.descriptionName, problem: "is missing")
        }
        var set = try FeatureSet(json: json, file: path)
        set.classNames = names
        self.set = set
        ids = try file.rows(of: "ids")
        labels = try file.rows(of: "labels")
        event = try file.rows(of: "event")
        var times: [Modality: any RowStream] = [:], rowCounts: [Modality: any RowStream] = [:]
        for modality in set.modalities {
            times[modality] = try file.rows(of: "\(modality.rawValue)_times")
            rowCounts[modality] = try file.rows(of: "\(modality.rawValue)_rows")
        }
        (self.times, self.rowCounts) = (times, rowCounts)
        for stream in [ids, labels, event] + Array(times.values) + Array(rowCounts.values) where stream.shape[0] != count {
            throw FeatureError.malformed(file: path, item: "its arrays", problem: "have \(stream.shape[0]) rows, labels.h5 has \(count)")
        }
    }

    func describe(_ clip: inout FeatureClip) throws {
        if case .texts(_, let values) = try ids.next(1), let id = values.first { clip.id = id }
        if case .texts(_, let values) = try labels.next(1), let all = values.first {
            clip.labels = try decodedJSON(all, file: path, item: clip.id)
        }
        let pair = try event.nextDoubles(1)
        clip.interval = pair.count == 2 && pair.allSatisfy(\.isFinite) ? Interval(start: pair[0], end: pair[1]) : nil
    }

    /// The rows that are not filling, with their times.
    func trimmed(_ rows: ClipRows, _ modality: Modality) throws -> ClipRows {
        guard case .integers(let count)? = try rowCounts[modality]?.next(1), count.values.count == 1,
            (1...Int64(rows.rows)).contains(count.values[0])
        else { throw FeatureError.malformed(file: path, item: "\(modality.rawValue)_rows", problem: "says a clip has other rows than there are") }
        var trimmed = rows.prefix(Int(count.values[0]))
        let stamps = try times[modality]?.nextDoubles(1) ?? []
        guard stamps.count >= 2 * trimmed.rows, stamps.prefix(2 * trimmed.rows).allSatisfy(\.isFinite) else { return trimmed }
        trimmed.times = (0..<trimmed.rows).map { Interval(start: stamps[2 * $0], end: stamps[2 * $0 + 1]) }
        return trimmed
    }
}
