import Clips
import Extractors
import FeatureExchange
import Files
import Foundation
import Tensors
public import Workflow

/// Writes features in another tool's format, clip by clip in bounded memory.
public struct FeatureExport: Sendable {
    private let origin: FeatureOrigin
    private let choices: ExportChoices

    public init(_ origin: FeatureOrigin, _ choices: ExportChoices) {
        self.origin = origin
        self.choices = choices
    }

    /// - Returns: what was written, then remarks, one line each.
    /// - Throws: ``StageError``, `StoreError`, `ExchangeError`, `TensorFileError`, `FileError`; `Interruption` after a signal. Nothing is
    ///   left of an export that did not end.
    public func run(_ context: RunContext) throws -> [String] {
        let leftovers = Leftovers.remove(of: choices.path).map { "\($0): half written, removed" }
        let reader = try origin.reader()
        if choices.alignment != .independent, let only = reader.set.modalities.first, reader.set.modalities.count == 1 {
            throw ExchangeError.wrongChoice(format: choices.format.name, problem: "there are \(only.rawValue) features alone, which have nothing to line up with; leave --align out")
        }
        let rows = try rowForm(of: reader.set)
        var shaping = try ClipShaping(reader.set, choices, rows: rows, ranges: try ranges(reader.set, rows, context))
        guard !shaping.set.modalities.isEmpty else { throw StageError.noFeatures(workspace: choices.path) }
        let writer = try choices.format.writer(ExportRequest(
            path: choices.path, set: shaping.set, expectedClips: reader.clipCount ?? 1000, rowsPerClip: choices.rowsPerClip,
            longest: rows == .pooled ? ["audio": 1, "visual": 1] : choices.alignment.longest((reader as? CacheReader)?.longest ?? [:])))
        var written = 0, incomplete = 0, seen = 0
        while let clip = try reader.next() {
            try context.stopIfInterrupted()
            seen += 1
            let shaped = try shaping(clip)
            let lacks = choices.format.needsEveryModality ? shaped.features.count < shaping.set.modalities.count : shaped.features.isEmpty
            if lacks { incomplete += 1 } else {
                try writer.write(shaped)
                written += 1
            }
            emit("export", seen, reader.clipCount, context)
        }
        let remarks = try writer.finish()
        let features = shaping.set.modalities.map { "\($0.rawValue) \(shaping.set[$0]?.width ?? 0) wide" }.joined(separator: ", ")
        let kind = choices.rounding.map { "codes (\($0.rawValue))" } ?? "float32"
        let alignment = choices.alignment == .independent ? "" : ", aligned by '\(choices.alignment.rawValue)'"
        return ["\(choices.path): \(written) clips as \(choices.format.name), \(rows.rawValue), \(features), \(kind)\(alignment)"]
            + (incomplete > 0 ? ["\(incomplete) clips left out for want of features"] : [])
            + remarks + clippingRemarks(shaping) + leftovers
            + (shaping.set.features.values.contains(where: \.synthesized) ? ["features are from SYNTHESIZED (random) weights; the export says so"] : [])
    }

    private func rowForm(of set: FeatureSet) throws -> FeatureSet.Rows {
        guard set.rows == .pooled else { return choices.rows ?? choices.format.rows[0] }
        guard choices.format.rows.contains(.pooled), choices.rows != .segments else {
            throw ExchangeError.wrongChoice(format: choices.format.name, problem: "wants segments, and a table has one vector a clip; export the workspace")
        }
        return .pooled
    }

    private func ranges(_ set: FeatureSet, _ rows: FeatureSet.Rows, _ context: RunContext) throws -> [Modality: ClosedRange<Double>] {
        guard choices.rounding != nil else { return [:] }
        if case .fixed(let range) = choices.range { return Dictionary(uniqueKeysWithValues: Modality.allCases.map { ($0, range) }) }
        let reader = try origin.reader()
        let shaping = try ClipShaping(set, choices, rows: rows, ranges: [:])
        var ranges: [Modality: ClosedRange<Double>] = [:]
        var seen = 0
        while let clip = try reader.next() {
            try context.stopIfInterrupted()
            for (modality, rows) in try shaping.floats(clip).features {
                let values = rows.matrix(nil).values
                guard let low = values.min(), let high = values.max() else { continue }
                let old = ranges[modality] ?? Double(low)...Double(high)
                ranges[modality] = min(old.lowerBound, Double(low))...max(old.upperBound, Double(high))
            }
            seen += 1
            emit("measure", seen, reader.clipCount, context)
        }
        // A constant needs a step, too.
        return ranges.mapValues { $0.lowerBound < $0.upperBound ? $0 : $0.lowerBound...($0.lowerBound + 1) }
    }

    private func clippingRemarks(_ shaping: ClipShaping) -> [String] {
        shaping.clipped.sorted { $0.key < $1.key }.compactMap { modality, count in
            guard count.count > 0 else { return nil }
            let share = 100 * Double(count.count) / Double(max(1, count.total))
            return String(format: "%.2f %% of the ", share) + "\(modality.rawValue) values lay outside the range of the codes and were clipped"
                + (share > 1 ? "; codes of -2 to 2 belong to post-processed features, '--range measured' fits any" : "")
        }
    }

    private func emit(_ stage: String, _ done: Int, _ total: Int?, _ context: RunContext) {
        context.events.emit(.progress(stage: stage, done: done, total: total ?? 0, failed: 0, unit: "clips", note: ""))
    }
}

extension RowAlignment {
    /// The most rows a clip has afterwards, of those it may have by modality.
    fileprivate func longest(_ own: [String: Int]) -> [String: Int] {
        guard let audio = own[Modality.audio.rawValue], let visual = own[Modality.visual.rawValue] else { return own }
        let most = switch self {
        case .independent: 0
        case .nearest: visual
        case .trim: min(audio, visual)
        case .pad: max(audio, visual)
        }
        return self == .independent ? own : own.mapValues { _ in most }
    }
}
