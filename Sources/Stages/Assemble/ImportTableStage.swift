import Clips
import Datasets
import Digests
import Extractors
import Foundation
import Store
import ArrayFiles
import Tensors
import Workflow

/// Makes the feature table of a pipeline that starts from a file of feature arrays.
struct ImportTableStage: Stage {
    let source: String
    let settings: AssembleSettings
    let resolved: String
    let workspace: Workspace
    let catalogue: Catalogue

    let name = StageName.assemble.rawValue
    var outputs: [String] { [workspace.table, workspace.transform] }

    private static let version = "1"

    func fingerprint() throws -> Fingerprint {
        Fingerprint([
            Ingredient("version", Self.version), Ingredient("assemble", resolved), Ingredient("features", try catalogue.digest(ofFile: source)),
        ])
    }

    func run(_ context: RunContext) throws -> String {
        guard settings.alignment == .independent else { throw StageError.noRowsToAlign(path: source) }
        let arrays = try FeatureArrays.read(source)
        let allSplits = try parts(arrays)
        let rows = settings.trainingShare.keptRows(labels: arrays.labels, splits: allSplits)
        let labels = rows.map { arrays.labels[$0] }, splits = rows.map { allSplits[$0] }
        let train = splits.indices.filter { splits[$0] == .train }
        guard !train.isEmpty else { throw StageError.emptyPart(part: "training", detail: "\(source) marks no row as training") }
        let sources = try settings.disagreement.audioSources(labels: labels, splits: splits).map { rows[$0] }
        let (audio, audioComponents, audioScale) = try reduce(arrays.audio.gathering(rows: sources), .audio, settings.audio, train)
        let (visual, visualComponents, visualScale) = try reduce(arrays.visual.gathering(rows: rows), .visual, settings.visual, train)
        let table = FeatureTable(
            audio: audio, visual: visual, labels: labels, splits: splits, ids: rows.map { arrays.ids?[$0] ?? "row \($0)" },
            classNames: classNames(arrays), isSynthesized: isSynthesized, remarks: settings.remarks)
        var components: [Modality: PrincipalComponents] = [:]
        components[.audio] = audioComponents
        components[.visual] = visualComponents
        let transform = FittedTransform(components: components, normalization: [.audio: audioScale, .visual: visualScale])
        try Safetensors.write(transform.dictionary, to: workspace.transform)
        try Safetensors.write(table.dictionary, to: workspace.table)
        let counts = Split.allCases.map { part in "\(table.rows(of: part).count) \(part.rawValue)" }.joined(separator: ", ")
        return "\(table.ids.count) samples (\(counts)) of \(table.classNames.count) classes from \(source), audio \(table.audio.columns) wide, visual \(table.visual.columns) wide"
            + table.remarks.map { ". \($0)" }.joined()
    }

    /// Where the file has no validation part, 10 % of training is held out, stratified by class.
    private func parts(_ arrays: FeatureArrays) throws -> [Split] {
        let samples = zip(arrays.labels, arrays.splits).enumerated().map { row, item in
            Sample(id: "\(row)", labels: ["\(item.0)"], split: Split(item.1), members: [:])
        }
        let split = try SplitAssignment.official(samples).holdingOutValidation(from: samples, seed: 0)
        return samples.map { split.parts[$0.id] ?? .train }
    }

    private func classNames(_ arrays: FeatureArrays) -> [String] {
        arrays.classNames ?? (0...(arrays.labels.max() ?? 0)).map { "class \($0)" }
    }

    /// A table that an aadml run made says so.
    private var isSynthesized: Bool { (try? WeightsLoading.isSynthesized(source)) ?? false }

    private func reduce(
        _ given: Matrix, _ modality: Modality, _ chosen: ModalityTransformSettings, _ train: [Int]
    ) throws -> (Matrix, PrincipalComponents?, FittedNormalization) {
        let rows = try RowProcessing(chosen.post, modality, network: nil, width: given.columns)(given)
        var fit = PrincipalComponentsFit(columns: rows.columns)
        if case .principalComponents = chosen.post { fit.add(rows.gathering(rows: train)) }
        return try chosen.fitted(to: rows, fit, train)
    }
}

extension Split {
    fileprivate init(_ part: FeatureArrays.Part) {
        self = switch part {
        case .train: .train
        case .validation: .validation
        case .test: .test
        }
    }
}
