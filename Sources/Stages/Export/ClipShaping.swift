import Clips
import Extractors
import FeatureExchange
import Tensors

/// What happens to each clip between the cache and an export: event, alignment, post-processing, pooling, quantisation.
struct ClipShaping {
    let set: FeatureSet
    private let processing: [Modality: RowProcessing]
    private let quantizers: [Modality: Quantizer]
    private let onlyEvent: Bool
    private let alignment: RowAlignment
    private let format: String
    /// Values outside the range of the codes, and all values, by modality.
    private(set) var clipped: [Modality: (count: Int, total: Int)] = [:]

    /// - Parameters:
    ///   - source: what the clips come with.
    ///   - ranges: of the codes, by modality.
    init(_ source: FeatureSet, _ choices: ExportChoices, rows: FeatureSet.Rows, ranges: [Modality: ClosedRange<Double>]) throws {
        var set = source
        set.rows = rows
        onlyEvent = choices.onlyEvent
        alignment = choices.alignment
        format = choices.format.name
        set.alignment = alignment == .independent ? source.alignmentOfOwnRows : alignment.rawValue
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
    ///
    /// - Throws: ``ExchangeError/cannotHold(format:clip:problem:)`` where rows have no times to be aligned by.
    mutating func callAsFunction(_ clip: ExchangeClip) throws -> ExchangeClip {
        var shaped = clip
        let (features, count) = try floats(clip)
        shaped.features = Dictionary(uniqueKeysWithValues: features.map { modality, rows in
            let codes = quantized(rows, modality)
            return (modality, count.map(codes.fitted) ?? codes)
        })
        return shaped
    }

    /// The clip's rows before they are quantised, and how many there are to be once filled up; nil for as many as there are.
    func floats(_ clip: ExchangeClip) throws -> (features: [Modality: ClipRows], count: Int?) {
        var features = clip.features.compactMapValues { inEvent($0, clip) }
        if alignment != .independent { features = try aligned(features, of: clip) }
        let count = alignment == .pad ? features.values.map(\.rows).max() : nil
        for (modality, rows) in features { features[modality] = set[modality] == nil ? nil : processed(rows, modality) }
        return (features, count)
    }

    /// nil if no row overlaps the event.
    private func inEvent(_ rows: ClipRows, _ clip: ExchangeClip) -> ClipRows? {
        guard onlyEvent, let interval = clip.interval, !rows.times.isEmpty else { return rows }
        let inside = rows.times.indices.filter { rows.times[$0].overlaps(interval) }
        return inside.isEmpty ? nil : rows.gathering(inside)
    }

    /// Nothing if there is but one modality, which has nothing to line up with.
    private func aligned(_ features: [Modality: ClipRows], of clip: ExchangeClip) throws -> [Modality: ClipRows] {
        guard let audio = features[.audio], let visual = features[.visual] else { return [:] }
        for rows in [audio, visual] where rows.times.isEmpty && alignment == .nearest {
            throw ExchangeError.cannotHold(format: format, clip: clip.id, problem: "its rows have no times, by which the nearest could be found; choose --align trim or pad")
        }
        // Where rows have no times, as many stretches as rows do for counting.
        func stretches(_ rows: ClipRows) -> [Interval] { rows.times.isEmpty ? [Interval](repeating: Interval(start: 0, end: 0), count: rows.rows) : rows.times }
        let chosen = alignment.rows(audio: stretches(audio), visual: stretches(visual))
        return [.audio: audio.gathering(chosen.audio), .visual: visual.gathering(chosen.visual)]
    }

    private func processed(_ rows: ClipRows, _ modality: Modality) -> ClipRows {
        let times = rows.times
        let matrix = processing[modality].map { $0(rows.matrix(nil)) } ?? rows.matrix(nil)
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

extension FeatureSet {
    /// How the rows that readers give line up: they leave out what fills a clip up, so that 'pad' does not outlive its file.
    var alignmentOfOwnRows: String? { alignment == RowAlignment.pad.rawValue ? nil : alignment }
}

extension ClipRows {
    /// Some rows, in the order asked for, as floats, with their times.
    fileprivate func gathering(_ chosen: [Int]) -> ClipRows {
        ClipRows(matrix(nil).gathering(rows: chosen), times: times.isEmpty ? [] : chosen.map { times[$0] })
    }
}
