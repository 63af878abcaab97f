public import Clips
import Tensors

/// What happens to each clip between a reader and a table or a file: event, alignment, post-processing, pooling, quantising.
public struct FeatureTransform {
    /// What is asked for; the defaults leave clips as they are.
    public struct Options: Sendable {
        /// Whether only rows that overlap the annotated event are taken.
        public var onlyEvent = false
        public var alignment: RowAlignment = .independent
        public var post: [Modality: PostProcessing.Choice] = [:]
        /// The modalities that are left over; the others serve to align them.
        public var modalities: [Modality] = Modality.allCases
        /// Segments stay rows; pooled: the mean of a clip's rows.
        public var rows: FeatureSet.Rows = .segments
        /// nil: values stay floats.
        public var rounding: Quantizer.Rounding?
        /// The range that codes stand for, by modality.
        public var ranges: [Modality: ClosedRange<Double>] = [:]

        public init() {}
    }

    /// What the clips are afterwards.
    public let set: FeatureSet
    private let options: Options
    private let quantizers: [Modality: Quantizer]
    /// The post-processing that was loaded, by modality.
    let processing: [Modality: PostProcessing]
    /// Values outside the range of the codes, and all values, by modality.
    private(set) var clipped: [Modality: (count: Int, total: Int)] = [:]

    /// Loads the parameters of the post-processing.
    ///
    /// - Parameter source: what the clips come with.
    /// - Throws: ``FeatureError/foreignPostProcessing(name:modality:expected:found:)``, `TensorFileError`, `FileDigestError`.
    public init(_ source: FeatureSet, _ options: Options) throws {
        var set = source
        set.rows = options.rows
        set.alignment = options.alignment == .independent ? source.alignmentOfOwnRows : options.alignment.rawValue
        var processing: [Modality: PostProcessing] = [:], quantizers: [Modality: Quantizer] = [:]
        for modality in source.modalities {
            guard options.modalities.contains(modality), let features = source[modality] else {
                set[modality] = nil
                continue
            }
            if let choice = options.post[modality] {
                let process = try PostProcessing(choice, modality, of: features)
                processing[modality] = process
                set[modality]?.post = try choice.mark() ?? features.post
                set[modality]?.width = process.outputs ?? features.width
            }
            if let rounding = options.rounding, let range = options.ranges[modality] {
                let quantizer = Quantizer(low: range.lowerBound, high: range.upperBound, rounding: rounding)
                quantizers[modality] = quantizer
                set[modality]?.codes = CodeScale(scale: quantizer.scale, offset: quantizer.offset, rounding: rounding.rawValue)
            }
        }
        (self.set, self.options, self.processing, self.quantizers) = (set, options, processing, quantizers)
    }

    /// The clip as it is wanted; modalities without a row are gone.
    ///
    /// - Parameter target: what errors call the place the clip is going to.
    /// - Throws: ``FeatureError/cannotHold(format:clip:problem:)`` where rows have no times to be aligned by.
    public mutating func callAsFunction(_ clip: FeatureClip, for target: String) throws(FeatureError) -> FeatureClip {
        let (unquantized, count) = try self.unquantized(clip, for: target)
        var transformed = unquantized
        for (modality, rows) in transformed.features {
            let codes = quantized(rows, modality)
            transformed.features[modality] = count.map(codes.fitted) ?? codes
        }
        return transformed
    }

    /// The clip before it is filled up and quantised, and how many rows it is to be filled up to, if it is: a modality that is left out
    /// counts, too.
    func unquantized(_ clip: FeatureClip, for target: String) throws(FeatureError) -> (clip: FeatureClip, count: Int?) {
        var transformed = clip
        transformed.features = clip.features.compactMapValues { inEvent($0, clip) }
        if options.alignment != .independent { transformed.features = try aligned(transformed.features, of: clip, target) }
        let count = options.alignment == .pad ? transformed.features.values.map(\.rows).max() : nil
        for (modality, rows) in transformed.features { transformed.features[modality] = set[modality] == nil ? nil : processed(rows, modality) }
        return (transformed, count)
    }

    /// nil if no row overlaps the event.
    private func inEvent(_ rows: ClipRows, _ clip: FeatureClip) -> ClipRows? {
        guard options.onlyEvent, let interval = clip.interval, !rows.times.isEmpty else { return rows }
        let inside = rows.times.indices.filter { rows.times[$0].overlaps(interval) }
        return inside.isEmpty ? nil : rows.gathering(inside)
    }

    /// Nothing if there is but one modality, which has nothing to line up with.
    private func aligned(_ features: [Modality: ClipRows], of clip: FeatureClip, _ target: String) throws(FeatureError) -> [Modality: ClipRows] {
        guard let audio = features[.audio], let visual = features[.visual] else { return [:] }
        for rows in [audio, visual] where rows.times.isEmpty && options.alignment == .nearest {
            throw .cannotHold(
                format: target, clip: clip.id, problem: "its rows have no times, by which the nearest could be found; choose --align trim or pad")
        }
        // Where rows have no times, as many intervals as rows serve for counting.
        func intervals(_ rows: ClipRows) -> [Interval] {
            rows.times.isEmpty ? [Interval](repeating: Interval(start: 0, end: 0), count: rows.rows) : rows.times
        }
        let chosen = options.alignment.rows(audio: intervals(audio), visual: intervals(visual))
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

/// Mean over rows, summed in double precision.
func mean(_ rows: Matrix) -> [Float] {
    var sums = [Double](repeating: 0, count: rows.columns)
    for r in 0..<rows.rows {
        for c in 0..<rows.columns { sums[c] += Double(rows.values[r * rows.columns + c]) }
    }
    return sums.map { Float($0 / Double(rows.rows)) }
}
