import ArrayFiles
import Clips

/// Spools of the arrays an npz or safetensors file is made of: every clip's rows one below the other.
///
/// Pooled sets are the table layout that `features:` reads: audio and visual `[N, D]`, labels and splits `[N]` (0 train,
/// 1 validation, 2 test, -1 none). Segments stand in `[sum of rows, D]`, with `<modality>_offsets` `[N + 1]` and `<modality>_times`, and
/// where clips were filled up `<modality>_rows` `[N]`, how many rows of each are its own.
final class StackedArrays {
    private struct Stack {
        let values: ArraySpool
        let offsets: ArraySpool?
        let times: ArraySpool?
        /// nil where all rows are the clips' own.
        let ownRows: ArraySpool?
    }

    private let format: String
    private let modalities: [Modality]
    private let stacks: [Modality: Stack]
    private let labels: ArraySpool
    private let splits: ArraySpool
    private let event: ArraySpool
    private let classes: ClassIDs
    private(set) var ids: [String] = []

    init(_ request: ExportRequest, format: String) throws {
        self.format = format
        modalities = request.set.modalities
        var stacks: [Modality: Stack] = [:]
        for modality in modalities {
            guard let features = request.set[modality] else { continue }
            let type: ElementType = features.codes == nil ? .float32 : .uint8
            let isRagged = request.set.rows == .segments
            let isFilled = request.set.alignment == "pad"
            stacks[modality] = Stack(
                values: try ArraySpool(beside: request.path, of: type, rowShape: [features.width]),
                offsets: isRagged ? try ArraySpool(beside: request.path, of: .int64, rowShape: []) : nil,
                times: isRagged ? try ArraySpool(beside: request.path, of: .float64, rowShape: [2]) : nil,
                ownRows: isRagged && isFilled ? try ArraySpool(beside: request.path, of: .int64, rowShape: []) : nil)
            try stacks[modality]?.offsets?.append([Int64(0)])
        }
        self.stacks = stacks
        labels = try ArraySpool(beside: request.path, of: .int64, rowShape: [])
        splits = try ArraySpool(beside: request.path, of: .int64, rowShape: [])
        event = try ArraySpool(beside: request.path, of: .float64, rowShape: [2])
        classes = ClassIDs(request.set.classNames, format: format)
    }

    func append(_ clip: FeatureClip) throws {
        let code = clip.split.flatMap(Split.allCases.firstIndex) ?? -1
        for (modality, stack) in stacks {
            guard let rows = clip.features[modality] else {
                throw FeatureError.cannotHold(format: format, clip: clip.id, problem: "it has no \(modality.rawValue) features")
            }
            switch rows.values {
            case .floats(let values): try stack.values.append(values)
            case .codes(let values): try stack.values.append(values)
            }
            try stack.offsets?.append([Int64(stack.values.count)])
            try stack.ownRows?.append([Int64(rows.ownRows)])
            try stack.times?.append(rows.times.isEmpty ? [Double](repeating: .nan, count: 2 * rows.rows) : rows.times.flatMap { [$0.start, $0.end] })
        }
        try labels.append([Int64(try classes.id(of: clip))])
        try splits.append([Int64(code)])
        try event.append(clip.interval.map { [$0.start, $0.end] } ?? [.nan, .nan])
        ids.append(clip.id)
    }

    /// Names and spools, wide elements first.
    var arrays: [(name: String, spool: ArraySpool)] {
        var arrays: [(name: String, spool: ArraySpool)] = [("labels", labels), ("splits", splits), ("event", event)]
        for modality in modalities {
            if let offsets = stacks[modality]?.offsets { arrays.append(("\(modality.rawValue)_offsets", offsets)) }
            if let ownRows = stacks[modality]?.ownRows { arrays.append(("\(modality.rawValue)_rows", ownRows)) }
            if let times = stacks[modality]?.times { arrays.append(("\(modality.rawValue)_times", times)) }
        }
        for modality in modalities {
            if let values = stacks[modality]?.values { arrays.append((modality.rawValue, values)) }
        }
        return arrays
    }

    /// How a reader finds its way; nil if the file is of another layout.
    static func part(of file: any ArrayFile) -> ArrayPart? {
        guard file.names.contains("labels"), file.names.contains("splits"), file.names.contains("audio") || file.names.contains("visual") else { return nil }
        let marker = ArrayPart.Marker(name: "splits", codes: ["0": .train, "1": .validation, "2": .test], none: "-1")
        let isStacked = file.names.contains { $0.hasSuffix("_offsets") }
        return ArrayPart(
            split: nil, features: ["audio": "audio", "visual": "visual"], label: "labels", suffix: "", marker: marker, isStacked: isStacked)
    }
}
