public import Clips
public import Extractors
public import FeatureExchange
import Digests
import Files
import Foundation

/// How features are exported: what `aadml features export` was asked for.
public struct ExportChoices: Sendable {
    /// The range that codes stand for.
    public enum CodeRange: Sendable, Equatable {
        case fixed(ClosedRange<Double>)
        /// From the smallest to the largest value there is, which costs a reading of everything.
        case measured
    }

    /// Post-processing with the parameters of a file.
    public struct Post: Sendable {
        public let path: String
        public let kind: PublishedProjection.Kind?

        /// - Parameter path: YouTube-8M's tgz or folder, AudioSet's npz, or a `transform.safetensors` of an earlier run.
        public init(path: String) {
            self.path = path
            kind = path.hasSuffix(".safetensors") ? nil : path.hasSuffix(".npz") ? .audioset : .youtube8m
        }

        func setting(isForced: Bool) -> ModalityTransformSettings.Post {
            guard let kind else { return .savedComponents(path: path) }
            return .published(.init(kind: kind, path: path, quantizer: nil, isForced: isForced))
        }

        var description: String {
            get throws {
                let name = kind?.rawValue ?? "principal components"
                return isFolder(path) ? name : "\(name) (SHA-256 \(try SHA256.hex(ofFile: path)))"
            }
        }
    }

    public var format: any ExchangeFormat
    public var path: String
    /// nil for the format's default, as the next one.
    public var rows: FeatureSet.Rows?
    /// nil for float32.
    public var rounding: Quantizer.Rounding?
    public var range: CodeRange = .fixed(-2...2)
    public var post: [Modality: Post] = [:]
    /// Whether post-processing is applied to features of any network.
    public var isForced = false
    public var modalities: [Modality]
    /// Whether only rows that overlap the annotated event are taken.
    public var onlyEvent = false
    public var rowsPerClip: Int?
    /// How audio and visual rows are made to line up; set by ``align(_:)``.
    public private(set) var alignment: RowAlignment = .independent

    /// - Throws: ``ExchangeError/wrongChoice(format:problem:)`` for what the format cannot hold.
    public init(format: any ExchangeFormat, path: String, rows: FeatureSet.Rows?, rounding: Quantizer.Rounding?, isFloat: Bool) throws {
        self.format = format
        self.path = path
        self.rows = rows
        // The field's byte formats hold bytes unless floats are asked for.
        let wantsCodes = rounding != nil || (!isFloat && format.encodings[0] == .codes)
        self.rounding = wantsCodes ? rounding ?? .round : nil
        modalities = format.modalities
        let encoding: Encoding = wantsCodes ? .codes : .float32
        guard format.encodings.contains(encoding) else {
            throw ExchangeError.wrongChoice(format: format.name, problem: "holds \(wantsCodes ? "floats" : "codes") only; \(wantsCodes ? "leave --quantize out" : "choose --quantize round or truncate")")
        }
        if let rows, !format.rows.contains(rows) {
            throw ExchangeError.wrongChoice(format: format.name, problem: "has no \(rows.rawValue) form, only \(format.rows.map(\.rawValue).joined(separator: " and "))")
        }
    }

    /// - Throws: ``ExchangeError/wrongChoice(format:problem:)`` where filled-up rows have no place or no effect.
    public mutating func align(_ alignment: RowAlignment) throws {
        if alignment == .pad {
            guard rows ?? format.rows[0] == .segments else {
                throw ExchangeError.wrongChoice(format: format.name, problem: "one vector a clip is the mean of its own rows, which padding does not change; choose --segments")
            }
            guard format.countsOwnRows else {
                throw ExchangeError.wrongChoice(format: format.name, problem: "has no place for how many rows are a clip's own; choose --align nearest or trim")
            }
        }
        self.alignment = alignment
    }
}
