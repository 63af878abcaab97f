public import Clips

/// How features are exported: what `aadml features export` was asked for.
public struct ExportChoices: Sendable {
    /// The range that codes stand for.
    public enum CodeRange: Sendable, Equatable {
        case fixed(ClosedRange<Double>)
        /// From the smallest to the largest value there is, which costs a reading of everything.
        case measured
    }

    public var format: any FeatureFormat
    public var path: String
    /// nil for the format's default, as the next one.
    public var rows: FeatureSet.Rows?
    /// nil for float32.
    public var rounding: Quantizer.Rounding?
    public var range: CodeRange = .fixed(-2...2)
    /// Files that post-processing takes its parameters from: YouTube-8M's tgz or folder, AudioSet's npz, or the `transform.safetensors`
    /// of an earlier run.
    public var postFiles: [Modality: String] = [:]
    /// Whether post-processing is applied to features of any network.
    public var isForced = false
    public var modalities: [Modality]
    /// Whether only rows that overlap the annotated event are taken.
    public var onlyEvent = false
    public var rowsPerClip: Int?
    /// How audio and visual rows are made to line up; set by ``align(_:)``.
    public private(set) var alignment: RowAlignment = .independent

    /// - Throws: ``FeatureError/wrongChoice(format:problem:)`` for what the format cannot hold.
    public init(format: any FeatureFormat, path: String, rows: FeatureSet.Rows?, rounding: Quantizer.Rounding?, isFloat: Bool) throws {
        self.format = format
        self.path = path
        self.rows = rows
        // The field's byte formats hold bytes unless floats are asked for.
        let wantsCodes = rounding != nil || (!isFloat && format.encodings[0] == .codes)
        self.rounding = wantsCodes ? rounding ?? .round : nil
        modalities = format.modalities
        let encoding: Encoding = wantsCodes ? .codes : .float32
        guard format.encodings.contains(encoding) else {
            throw FeatureError.wrongChoice(format: format.name, problem: "holds \(wantsCodes ? "floats" : "codes") only; \(wantsCodes ? "leave --quantize out" : "choose --quantize round or truncate")")
        }
        if let rows, !format.rows.contains(rows) {
            throw FeatureError.wrongChoice(format: format.name, problem: "has no \(rows.rawValue) form, only \(format.rows.map(\.rawValue).joined(separator: " and "))")
        }
    }

    /// - Throws: ``FeatureError/wrongChoice(format:problem:)`` where filled-up rows have no place or no effect.
    public mutating func align(_ alignment: RowAlignment) throws {
        if alignment == .pad {
            guard rows ?? format.rows[0] == .segments else {
                throw FeatureError.wrongChoice(format: format.name, problem: "one vector a clip is the mean of its own rows, which padding does not change; choose --segments")
            }
            guard format.countsOwnRows else {
                throw FeatureError.wrongChoice(format: format.name, problem: "has no place for how many rows are a clip's own; choose --align nearest or trim")
            }
        }
        self.alignment = alignment
    }
}

extension ExportChoices {
    /// What happens to clips of one form of rows on the way, still without the ranges of codes.
    func transform(to rows: FeatureSet.Rows) -> FeatureTransform.Options {
        var options = FeatureTransform.Options()
        options.onlyEvent = onlyEvent
        options.alignment = alignment
        options.modalities = modalities
        options.rows = rows
        options.rounding = rounding
        options.post = postFiles.mapValues { path in
            if path.hasSuffix(".safetensors") { return .savedComponents(path: path) }
            return .published(.init(kind: path.hasSuffix(".npz") ? .audioset : .youtube8m, path: path, quantizer: nil, isForced: isForced))
        }
        return options
    }
}
