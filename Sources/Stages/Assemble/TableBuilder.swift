import Clips
import Datasets
import Features
import Workflow

/// Chooses the clips of a table, and passes their rows from the reader through the transform into the fit.
struct TableBuilder {
    let settings: AssembleSettings
    let context: RunContext

    struct Result {
        let table: FeatureTable
        let transform: FittedTransform
        /// Samples without a row in their event.
        let dropped: Int
    }

    /// - Throws: ``StageError``, `FeatureError`, `StoreError`, `TensorFileError`, `PostProcessingError`; `Interruption` after a signal.
    func build(from location: FeatureLocation) throws -> Result {
        let index = try location.index { try context.stopIfInterrupted() }
        let parts = try parts(of: index, location)
        guard parts.values.contains(.train) else {
            throw FeatureError.emptyPart(part: "training", detail: "\(index.entries.count) samples, none of them with features of both modalities and in that part; 'aadml status' tells what is missing")
        }
        let reader = try location.reader()
        guard settings.alignment == .independent || reader.set.rows == .segments else { throw FeatureError.noRowsToAlign(path: location.path) }
        var transform = try FeatureTransform(reader.set, options)
        var fit = TableFit([.audio: settings.audio, .visual: settings.visual], of: transform)
        var seen = 0
        while let clip = try reader.next() {
            try context.stopIfInterrupted()
            guard let split = parts[clip.id] else { continue }
            let transformed = try transform(clip, for: "a table")
            if transformed.features.count == Modality.allCases.count { fit.add(transformed, split: split) }
            seen += 1
            context.events.emit(.progress(
                stage: StageName.assemble.rawValue, done: seen, total: parts.count, failed: 0, unit: "samples", note: ""))
        }
        let sources = try settings.disagreement.audioSources(labels: fit.labels(index.classNames), splits: fit.splits)
        let (table, fitted) = try fit.finish(classNames: index.classNames, audioSources: sources, remarks: settings.remarks)
        return Result(table: table, transform: fitted, dropped: seen - table.ids.count)
    }

    private var options: FeatureTransform.Options {
        var options = FeatureTransform.Options()
        options.onlyEvent = settings.stretch == .event
        options.alignment = settings.alignment
        options.post = [.audio: settings.audio.post, .visual: settings.visual.post]
        return options
    }

    /// The part of each clip that the table is made of: those with features of both modalities and in a part, but for the training clips
    /// that are to be left out.
    private func parts(of index: FeatureIndex, _ location: FeatureLocation) throws -> [String: Split] {
        let usable = index.entries.filter { $0.isComplete && $0.split != nil }
        let ids = index.classIDs
        let labels = usable.map { ids[$0.label] ?? 0 }
        var splits = usable.compactMap(\.split)
        if case .file(let path) = location {
            for part in [Split.train, .test] where !splits.contains(part) {
                throw FeatureError.emptyPart(part: part.rawValue, detail: "no clip of \(path) with features of both modalities is marked \(part.rawValue), of \(index.entries.count)")
            }
            splits = try withValidation(labels, splits)
        }
        let kept = settings.trainingShare.keptRows(labels: labels, splits: splits)
        return Dictionary(kept.map { (usable[$0].id, splits[$0]) }, uniquingKeysWith: { first, _ in first })
    }

    /// Where a file has no validation part, 10 % of training is held out, stratified by class.
    private func withValidation(_ labels: [Int], _ splits: [Split]) throws -> [Split] {
        let samples = zip(labels, splits).enumerated().map { row, item in
            Sample(id: "\(row)", labels: ["\(item.0)"], split: item.1, members: [:])
        }
        let split = try SplitAssignment.official(samples).holdingOutValidation(from: samples, seed: 0)
        return samples.map { split.parts[$0.id] ?? .train }
    }
}

/// Reads the table that the assemble stage left.
///
/// - Throws: ``StageError/inputMissing(path:stage:)``, ``StageError/inputDamaged(path:detail:stage:)``.
func readTable(_ path: String) throws -> FeatureTable {
    do {
        return try FeatureTable(path: path)
    } catch FeatureError.missingTable {
        throw StageError.inputMissing(path: path, stage: StageName.assemble.rawValue)
    } catch FeatureError.damagedTable(_, let detail) {
        throw StageError.inputDamaged(path: path, detail: detail, stage: StageName.assemble.rawValue)
    }
}
