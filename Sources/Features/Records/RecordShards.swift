import ArrayFiles
import Clips
import Files

/// How one kind of TFRecord spells clips.
protocol RecordSpelling: Sendable {
    /// Whether records are SequenceExamples.
    var isSequence: Bool { get }
    func message(of clip: FeatureClip, _ set: FeatureSet, classIDs: [Int], _ exportRemarks: inout ExportRemarks) throws -> ExampleMessage
    /// Rows by modality, still without times; nil if the message is of another kind.
    func features(of message: ExampleMessage) throws(RecordProblem) -> [Modality: ClipRows]?
    /// The clip's id, where the record names one.
    func id(of message: ExampleMessage) -> String?
}

/// What is wrong inside a record.
struct RecordProblem: Error {
    let text: String
}

/// Names of the context features every kind has.
enum RecordNames {
    static let labels = "labels"
    /// The clip's entry as JSON: what TensorFlow's readers pass over.
    static let entry = "aadml_entry"
}

/// Writes a folder of TFRecord shards by part.
final class RecordShardsWriter: FeatureWriter {
    private let folder: OutputFolder
    private let set: FeatureSet
    private let spelling: any RecordSpelling
    private let classes: ClassIDs
    private var shards = Shards(ending: ".tfrecord")
    private var open: [String: RecordWriter] = [:]
    private var exportRemarks = ExportRemarks()

    init(_ request: ExportRequest, _ spelling: any RecordSpelling, format: String) throws {
        folder = try OutputFolder(creating: request.path)
        set = request.set
        self.spelling = spelling
        classes = ClassIDs(set.classNames, format: format)
        try SetFolder.write(set, to: folder)
    }

    func write(_ clip: FeatureClip) throws {
        let place = shards.place(of: clip.split)
        if place.position == 0 {
            try open.removeValue(forKey: place.part)?.commit()
            open[place.part] = try RecordWriter(replacing: try folder.file(shards.name(place.part, place.shard)))
        }
        let ids = try classes.all(of: clip)
        var message = try spelling.message(of: clip, set, classIDs: ids, &exportRemarks)
        message.features[RecordNames.labels] = .integers(ids.map(Int64.init))
        message.features[RecordNames.entry] = .text(encodedJSON(ClipEntry(clip)))
        try open[place.part]?.write(message.bytes(isSequence: spelling.isSequence))
    }

    func finish() throws -> [String] {
        for (_, shard) in open { try shard.commit() }
        try folder.commit()
        return exportRemarks.lines
    }
}

/// Reads a folder of TFRecord shards, or one shard.
final class RecordShardsReader: FeatureSource {
    let set: FeatureSet
    let clipCount: Int? = nil
    let remarks: [String]
    private let folder: String
    private let spelling: any RecordSpelling
    private let classes: ClassLabels
    private var shards: ArraySlice<String>
    private var shard = ""
    private var reader: RecordReader?

    /// nil if the first record is of another kind, or there is none.
    init?(_ path: String, _ spelling: any RecordSpelling) throws {
        let isFolder = Files.isFolder(path)
        let folder = isFolder ? path : parentFolder(of: path)
        let names = isFolder ? SetFolder.names(in: path, ending: ".tfrecord") : path.hasSuffix(".tfrecord") ? [lastComponent(of: path)] : []
        self.folder = folder
        guard let first = names.first, let record = try RecordReader("\(self.folder)/\(first)").next(),
            let message = try? ExampleMessage(record), let features = try? spelling.features(of: message)
        else { return nil }
        shards = names[...]
        self.spelling = spelling
        let described = try SetFolder.set(of: self.folder)
        set = described ?? Self.guessed(features, spelling)
        remarks = described == nil && features.values.contains(where: \.isCoded)
            ? ["the codes are read as YouTube-8M's: code * 4/255 + 4/512 - 2"] : []
        classes = ClassLabels(names: set.classNames, file: path)
    }

    func next() throws -> FeatureClip? {
        while true {
            if let record = try reader?.next() { return try clip(record) }
            guard let name = shards.popFirst() else { return nil }
            shard = name
            reader = try RecordReader("\(folder)/\(name)")
        }
    }

    private func clip(_ record: [UInt8]) throws -> FeatureClip {
        let file = "\(folder)/\(shard)", item = "record \((reader?.count ?? 1) - 1)"
        func failure(_ problem: String) -> FeatureError { .malformed(file: file, item: item, problem: problem) }
        guard let message = try? ExampleMessage(record) else { throw failure("is no message of TensorFlow's") }
        let features: [Modality: ClipRows]?
        do throws(RecordProblem) {
            features = try spelling.features(of: message)
        } catch {
            throw failure(error.text)
        }
        guard let features else { throw failure("has other features than the first record: \(message.names)") }
        var clip = FeatureClip(
            id: spelling.id(of: message) ?? "\(shard) \(item)", labels: [], split: split(ofShard: shard), interval: nil, features: [:])
        var entry: ClipEntry?
        if case .bytes(let values) = message.features[RecordNames.entry], let json = values.first {
            let described: ClipEntry = try decodedJSON(String(decoding: json, as: UTF8.self), file: file, item: item)
            clip = try described.clip(file: file)
            entry = described
        } else if case .integers(let ids) = message.features[RecordNames.labels] {
            clip.labels = try ids.map { try classes.name(of: $0, clip: clip.id) }
        }
        if clip.labels.isEmpty { clip.labels = ["unlabelled"] }
        clip.features = features
        if let entry {
            for (modality, rows) in features { clip.features[modality] = try entry.described(rows, of: modality, file: file) }
        }
        return clip
    }

    private static func guessed(_ features: [Modality: ClipRows], _ spelling: any RecordSpelling) -> FeatureSet {
        FeatureSet(
            aadml: "", rows: spelling.isSequence ? .segments : .pooled, classNames: [],
            features: features.mapValues { rows in
                let scale = CodeScale(scale: 4.0 / 255, offset: 4.0 / 512 - 2, rounding: "unknown")
                return FeatureSet.Features(network: "unknown", extractor: "", width: rows.columns, codes: rows.isCoded ? scale : nil)
            })
    }
}

extension ClipRows {
    var isCoded: Bool { if case .codes = values { true } else { false } }
}

extension ExampleMessage {
    /// What it holds, for messages.
    var names: String { (features.keys.sorted() + lists.keys.sorted()).joined(separator: ", ") }

    func text(_ name: String) -> String? {
        guard case .bytes(let values) = features[name], let value = values.first else { return nil }
        return String(decoding: value, as: UTF8.self)
    }
}
