import Clips
import Extractors
import FeatureExchange
import Tensors

/// What happens to each clip between the cache and an export: event, post-processing, pooling, quantisation.
struct ClipShaping {
    let set: FeatureSet
    private let processing: [Modality: RowProcessing]
    private let quantizers: [Modality: Quantizer]
    private let onlyEvent: Bool
    /// Values outside the range of the codes, and all values, by modality.
    private(set) var clipped: [Modality: (count: Int, total: Int)] = [:]

    /// - Parameters:
    ///   - source: what the clips come with.
    ///   - ranges: of the codes, by modality.
    init(_ source: FeatureSet, _ choices: ExportChoices, rows: FeatureSet.Rows, ranges: [Modality: ClosedRange<Double>]) throws {
        var set = source
        set.rows = rows
        onlyEvent = choices.onlyEvent
        var processing: [Modality: RowProcessing] = [:]
        var quantizers: [Modality: Quantizer] = [:]
        for modality in source.modalities {
            guard choices.modalities.contains(modality) else {
                set[modality] = nil
                continue
            }
            if let post = choices.post[modality], let features = source[modality] {
                processing[modality] = try RowProcessing(post.setting(isForced: choices.isForced), modality, network: features.network, width: features.width)
                set[modality]?.post = try post.description
                set[modality]?.width = processing[modality]?.outputs ?? features.width
            }
            if let rounding = choices.rounding, let range = ranges[modality] {
                let quantizer = Quantizer(low: range.lowerBound, high: range.upperBound, rounding: rounding)
                quantizers[modality] = quantizer
                set[modality]?.codes = CodeScale(scale: quantizer.scale, offset: quantizer.offset, rounding: rounding.rawValue)
            }
        }
        self.set = set
        self.processing = processing
        self.quantizers = quantizers
    }

    /// The clip as it is written; modalities without a row are gone.
    mutating func callAsFunction(_ clip: ExchangeClip) -> ExchangeClip {
        var shaped = clip
        for (modality, rows) in clip.features {
            guard set[modality] != nil, let float = floats(rows, modality, clip) else {
                shaped.features[modality] = nil
                continue
            }
            shaped.features[modality] = quantized(float, modality)
        }
        return shaped
    }

    /// The rows before quantisation; nil if none overlaps the event.
    func floats(_ rows: ClipRows, _ modality: Modality, _ clip: ExchangeClip) -> ClipRows? {
        var matrix = rows.matrix(nil), times = rows.times
        if onlyEvent, let interval = clip.interval, !times.isEmpty {
            let inside = times.indices.filter { times[$0].overlaps(interval) }
            guard !inside.isEmpty else { return nil }
            (matrix, times) = (matrix.gathering(rows: inside), inside.map { times[$0] })
        }
        if let process = processing[modality] { matrix = process(matrix) }
        guard set.rows == .pooled, matrix.rows > 1 else { return ClipRows(matrix, times: times) }
        let whole = times.first.map { Interval(start: $0.start, end: times[times.count - 1].end) }
        return ClipRows(Matrix([mean(matrix)]), times: whole.map { [$0] } ?? [])
    }

    private mutating func quantized(_ rows: ClipRows, _ modality: Modality) -> ClipRows {
        guard let quantizer = quantizers[modality], case .floats(let values) = rows.values else { return rows }
        let (codes, outside) = quantizer.codes(of: values)
        clipped[modality, default: (0, 0)].count += outside
        clipped[modality, default: (0, 0)].total += values.count
        return ClipRows(rows: rows.rows, columns: rows.columns, values: .codes(codes), times: rows.times)
    }
}
