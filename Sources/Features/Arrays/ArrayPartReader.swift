import ArrayFiles
import Clips
import Tensors

/// Reads the clips of one ``ArrayPart`` from its first to its last.
final class ArrayPartReader {
    let count: Int
    let widths: [Modality: Int]
    let hasSegments: Bool
    private(set) var remarks: [String] = []

    private let part: ArrayPart
    private let file: any ArrayFile
    private let classes: ClassLabels
    private let features: [Modality: ArrayFeatures]
    private let label: (any RowStream)?
    private let labels: (any RowStream)?
    private let ids: (any RowStream)?
    private let listedIDs: [String]?
    private let marker: (any RowStream)?
    private let event: (any RowStream)?
    private var position = 0

    init(_ part: ArrayPart, of file: any ArrayFile, _ set: FeatureSet?, _ classes: ClassLabels) throws {
        (self.part, self.file, self.classes) = (part, file, classes)
        func stream(_ name: String) throws -> (any RowStream)? { file.names.contains(name) ? try file.rows(of: name) : nil }
        var features: [Modality: ArrayFeatures] = [:]
        for modality in Modality.allCases {
            guard let name = part.features[modality.rawValue], file.names.contains(name) else { continue }
            let codes = set?[modality]?.codes != nil
            features[modality] = try ArrayFeatures(name, modality, part, of: file, areCodes: codes)
        }
        self.features = features
        label = try part.label.map { try file.rows(of: $0) }
        labels = try stream("labels" + part.suffix).flatMap { try Self.isText($0, "labels" + part.suffix, file) ? $0 : nil }
        event = try stream("event" + part.suffix)
        marker = try part.marker.map { try file.rows(of: $0.name) }
        ids = try stream("ids" + part.suffix)
        listedIDs = try ids == nil ? file.metadata["ids" + part.suffix].map { try decodedJSON($0, file: file.path, item: "ids") } : nil
        widths = features.mapValues(\.width)
        hasSegments = features.values.contains(where: \.hasSegments)
        count = label?.shape[0] ?? features.values.map(\.count).max() ?? 0
        try checkCounts()
        if let name = part.marker?.name, [.float, .boolean].contains(try file.kind(of: name)) {
            remarks.append("'\(name)' is not of texts or integers: loaders that compare its text with \"1\" and \"0\" find empty parts; an export as hdf5-marked mends that")
        }
    }

    private static func isText(_ stream: any RowStream, _ name: String, _ file: any ArrayFile) throws -> Bool { try file.kind(of: name) == .text }

    /// Every array has a row for every clip.
    private func checkCounts() throws {
        var counts = features.map { (part.features[$0.key.rawValue] ?? "", $0.value.count) }
        for (name, stream) in [(part.marker?.name ?? "", marker), ("ids\(part.suffix)", ids), ("event\(part.suffix)", event)] {
            if let stream { counts.append((name, stream.shape[0])) }
        }
        if let listedIDs { counts.append(("ids", listedIDs.count)) }
        for (name, rows) in counts where rows != count {
            throw FeatureError.malformed(
                file: file.path, item: name, problem: "has \(rows) rows, '\(part.label ?? "the features")' has \(count)")
        }
    }

    func next() throws -> FeatureClip? {
        guard position < count else { return nil }
        defer { position += 1 }
        let id = try text(ids) ?? listedIDs?[position] ?? "row\(part.suffix) \(position)"
        var clip = FeatureClip(id: id, labels: [], split: part.split, interval: nil, features: [:])
        if let label { clip.labels = [try classes.name(of: try integer(label, part.label ?? ""), clip: id)] } else { clip.labels = ["unlabelled"] }
        if let all = try text(labels) { clip.labels = try decodedJSON(all, file: file.path, item: id) }
        if let marker, let chosen = part.marker {
            let spelling = try spelling(marker, chosen.name)
            clip.split = chosen.codes[spelling]
            guard clip.split != nil || spelling == chosen.none else {
                let expected = chosen.codes.sorted { $0.key < $1.key }.map { "\($0.key) (\($0.value.rawValue))" }.joined(separator: ", ")
                throw FeatureError.malformed(file: file.path, item: chosen.name, problem: "row \(position) is '\(spelling)'; expected \(expected)")
            }
        }
        if let pair = try event?.nextDoubles(1), pair.count == 2, pair.allSatisfy(\.isFinite) {
            clip.interval = Interval(start: pair[0], end: pair[1])
        }
        for (modality, features) in features { clip.features[modality] = try features.next() }
        return clip
    }

    private func text(_ stream: (any RowStream)?) throws -> String? {
        guard let stream else { return nil }
        guard case .texts(_, let values) = try stream.next(1), let value = values.first else { return nil }
        return value
    }

    private func integer(_ stream: any RowStream, _ name: String) throws -> Int64 {
        switch try stream.next(1) {
        case .integers(let tensor) where tensor.values.count == 1: return tensor.values[0]
        case .floats(let tensor) where tensor.values.count == 1:
            guard let value = Int64(exactly: tensor.values[0]) else {
                throw FeatureError.malformed(file: file.path, item: name, problem: "row \(position) is \(tensor.values[0]), expected a whole number")
            }
            return value
        case .texts: throw FeatureError.malformed(file: file.path, item: name, problem: "holds texts, expected whole numbers")
        default: throw FeatureError.malformed(file: file.path, item: name, problem: "has several values a row; expected shape (N,) or (N, 1)")
        }
    }

    private func spelling(_ stream: any RowStream, _ name: String) throws -> String {
        switch try stream.next(1) {
        case .texts(_, let values) where values.count == 1: return values[0]
        case .integers(let tensor) where tensor.values.count == 1: return String(tensor.values[0])
        case .floats(let tensor) where tensor.values.count == 1: return Int64(exactly: tensor.values[0]).map(String.init) ?? String(tensor.values[0])
        default: throw FeatureError.malformed(file: file.path, item: name, problem: "has several values a row; expected shape (N,) or (N, 1)")
        }
    }
}
