import Clips
import Files
import Foundation
import Tensors
public import Workflow

/// Writes features in another tool's format, clip by clip in bounded memory.
public struct FeatureExport: Sendable {
    private let location: FeatureLocation
    private let choices: ExportChoices

    public init(_ location: FeatureLocation, _ choices: ExportChoices) {
        self.location = location
        self.choices = choices
    }

    /// - Returns: what was written, then remarks, one line each.
    /// - Throws: ``FeatureError``, `StoreError`, `TensorFileError`, `FileError`; `Interruption` after a signal. Nothing is left of an
    ///   export that did not end.
    public func run(_ context: RunContext) throws -> [String] {
        let leftovers = Leftovers.remove(of: choices.path).map { "\($0): half written, removed" }
        let reader = try location.reader()
        let format = choices.format
        if choices.alignment != .independent, let only = reader.set.modalities.first, reader.set.modalities.count == 1 {
            throw FeatureError.wrongChoice(
                format: format.name, problem: "there are \(only.rawValue) features alone, which have nothing to line up with; leave --align out")
        }
        let rows = try rowForm(of: reader.set)
        let survey = try ExportSurvey(reader, location, choices, rows, context)
        var options = choices.transform(to: rows)
        options.ranges = survey.ranges
        var transform = try FeatureTransform(survey.set, options)
        guard !transform.set.modalities.isEmpty else { throw FeatureError.noFeatures(workspace: choices.path) }
        let writer = try format.writer(ExportRequest(
            path: choices.path, set: transform.set, expectedClips: reader.clipCount ?? 1000, rowsPerClip: choices.rowsPerClip,
            longest: choices.alignment.longest(survey.longest)))
        var written = 0, incomplete = 0, seen = 0
        while let clip = try reader.next() {
            try context.stopIfInterrupted()
            seen += 1
            let transformed = try transform(clip, for: format.name)
            let lacks = format.needsEveryModality
                ? transformed.features.count < transform.set.modalities.count : transformed.features.isEmpty
            if lacks { incomplete += 1 } else {
                try writer.write(transformed)
                written += 1
            }
            context.events.emit(.progress(stage: "export", done: seen, total: reader.clipCount ?? 0, failed: 0, unit: "clips", note: ""))
        }
        let remarks = try writer.finish()
        let features = transform.set.modalities.map { "\($0.rawValue) \(transform.set[$0]?.width ?? 0) wide" }.joined(separator: ", ")
        let kind = choices.rounding.map { "codes (\($0.rawValue))" } ?? "float32"
        let alignment = choices.alignment == .independent ? "" : ", aligned by '\(choices.alignment.rawValue)'"
        return ["\(choices.path): \(written) clips as \(format.name), \(rows.rawValue), \(features), \(kind)\(alignment)"]
            + (incomplete > 0 ? ["\(incomplete) clips left out for want of features"] : [])
            + remarks + clippingRemarks(transform) + leftovers
            + (transform.set.features.values.contains(where: \.synthesized) ? ["features are from SYNTHESIZED (random) weights; the export says so"] : [])
    }

    private func rowForm(of set: FeatureSet) throws(FeatureError) -> FeatureSet.Rows {
        guard set.rows == .pooled else { return choices.rows ?? choices.format.rows[0] }
        guard choices.format.rows.contains(.pooled), choices.rows != .segments else {
            throw .wrongChoice(format: choices.format.name, problem: "wants segments, and a table has one vector a clip; export the workspace")
        }
        return .pooled
    }

    private func clippingRemarks(_ transform: FeatureTransform) -> [String] {
        transform.clipped.sorted { $0.key < $1.key }.compactMap { modality, count in
            guard count.count > 0 else { return nil }
            let share = 100 * Double(count.count) / Double(max(1, count.total))
            return String(format: "%.2f %% of the ", share) + "\(modality.rawValue) values lay outside the range of the codes and were clipped"
                + (share > 1 ? "; codes of -2 to 2 belong to post-processed features, '--range measured' fits any" : "")
        }
    }
}

/// What has to be known before the first clip is written. Where the source does not tell it, the clips are read once for it.
private struct ExportSurvey {
    /// With the names of all classes.
    private(set) var set: FeatureSet
    /// What codes stand for, by modality.
    private(set) var ranges: [Modality: ClosedRange<Double>] = [:]
    /// The most rows a clip has before rows are aligned, by modality.
    private(set) var longest: [Modality: Int]

    init(_ reader: FeatureReader, _ location: FeatureLocation, _ choices: ExportChoices, _ rows: FeatureSet.Rows, _ context: RunContext) throws {
        set = reader.set
        longest = rows == .pooled ? Dictionary(uniqueKeysWithValues: Modality.allCases.map { ($0, 1) }) : reader.longest ?? [:]
        var measuresRange = false
        if choices.rounding != nil {
            if case .fixed(let range) = choices.range {
                ranges = Dictionary(uniqueKeysWithValues: Modality.allCases.map { ($0, range) })
            } else {
                measuresRange = true
            }
        }
        let needsLongest = choices.format.isRectangular && choices.rowsPerClip == nil && longest.isEmpty
        guard measuresRange || needsLongest || set.classNames.isEmpty else { return }
        let transform = try FeatureTransform(set, choices.transform(to: rows))
        let again = try location.reader()
        var entries: [FeatureIndex.Entry] = [], seen = 0
        while let clip = try again.next() {
            try context.stopIfInterrupted()
            for (modality, rows) in clip.features { longest[modality] = max(longest[modality] ?? 0, rows.rows) }
            if set.classNames.isEmpty { entries += clip.labels.map { .init(id: clip.id, label: $0, split: clip.split, isComplete: true) } }
            if measuresRange { widenRanges(try transform.unquantized(clip, for: choices.format.name).clip) }
            seen += 1
            context.events.emit(.progress(stage: "measure", done: seen, total: again.clipCount ?? 0, failed: 0, unit: "clips", note: ""))
        }
        if rows == .pooled { longest = longest.mapValues { _ in 1 } }
        if set.classNames.isEmpty { set.classNames = FeatureIndex.classNames(of: entries) }
        // A constant needs a step, too.
        if measuresRange { ranges = ranges.mapValues { $0.lowerBound < $0.upperBound ? $0 : $0.lowerBound...($0.lowerBound + 1) } }
    }

    private mutating func widenRanges(_ clip: FeatureClip) {
        for (modality, rows) in clip.features {
            let values = rows.matrix(nil).values
            guard let low = values.min(), let high = values.max() else { continue }
            let old = ranges[modality] ?? Double(low)...Double(high)
            ranges[modality] = min(old.lowerBound, Double(low))...max(old.upperBound, Double(high))
        }
    }
}

extension RowAlignment {
    /// The most rows a clip has afterwards, of those it may have by modality.
    fileprivate func longest(_ own: [Modality: Int]) -> [Modality: Int] {
        guard let audio = own[.audio], let visual = own[.visual] else { return own }
        switch self {
        case .independent: return own
        case .nearest: return own.mapValues { _ in visual }
        case .trim: return own.mapValues { _ in min(audio, visual) }
        case .pad: return own.mapValues { _ in max(audio, visual) }
        }
    }
}
