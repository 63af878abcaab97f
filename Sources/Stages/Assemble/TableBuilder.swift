import Clips
import Extractors
import Tensors
import Workflow

/// Pools, reduces and normalises: rows in, one vector a sample out.
struct TableBuilder {
    let settings: AssembleSettings
    let context: RunContext

    /// A table and the transform that was fitted for it.
    struct Result {
        let table: FeatureTable
        let transform: FittedTransform
        /// Samples without a row in their event.
        let dropped: Int
    }

    func build(from features: CachedFeatures) throws -> Result {
        var samples: [Sample] = []
        var pooled: [Modality: [[Float]]] = [.audio: [], .visual: []]
        var fits: [Modality: PrincipalComponentsFit] = [:]
        var processing: [Modality: RowProcessing] = [:]
        let usable = keptSamples(features)
        for (index, sample) in usable.enumerated() {
            try context.stopIfInterrupted()
            guard let (audio, visual) = try features.rows(sample, settings.stretch, settings.alignment) else { continue }
            samples.append(sample)
            for (modality, rows) in [(Modality.audio, audio), (.visual, visual)] {
                let process = try processing[modality]
                    ?? RowProcessing(chosen(modality).post, modality, network: features.networks[modality], width: rows.columns)
                processing[modality] = process
                pooled[modality]?.append(mean(process(rows)))
                guard sample.split == .train, case .principalComponents = chosen(modality).post else { continue }
                fits[modality, default: PrincipalComponentsFit(columns: rows.columns)].add(rows)
            }
            context.events.emit(.progress(
                stage: StageName.assemble.rawValue, done: index + 1, total: usable.count, failed: 0, unit: "samples", note: ""))
        }
        guard samples.contains(where: { $0.split == .train }) else {
            throw StageError.emptyPart(part: "training", detail: "\(features.samples.count) samples, none of them with features of both modalities and in that part; 'aadml status' tells what is missing")
        }
        let train = samples.indices.filter { samples[$0].split == .train }
        let labels = classIDs(of: samples, features), splits = samples.map { $0.split ?? .train }
        let sources = try settings.disagreement.audioSources(labels: labels, splits: splits)
        let sounds = Matrix(pooled[.audio] ?? []).gathering(rows: sources)
        let (audio, audioComponents, audioScale) = try settings.audio.fitted(to: sounds, fits[.audio], train)
        let (visual, visualComponents, visualScale) = try settings.visual.fitted(to: Matrix(pooled[.visual] ?? []), fits[.visual], train)
        let table = FeatureTable(
            audio: audio, visual: visual, labels: labels, splits: splits, ids: samples.map(\.id), classNames: features.classNames,
            isSynthesized: features.isSynthesized, remarks: settings.remarks)
        var components: [Modality: PrincipalComponents] = [:]
        components[.audio] = audioComponents
        components[.visual] = visualComponents
        return Result(
            table: table, transform: FittedTransform(components: components, normalization: [.audio: audioScale, .visual: visualScale], processing: processing),
            dropped: usable.count - samples.count)
    }

    /// The samples that can be used, but for the training samples that are to be left out.
    private func keptSamples(_ features: CachedFeatures) -> [Sample] {
        let usable = features.usable
        return settings.trainingShare.keptRows(labels: classIDs(of: usable, features), splits: usable.map(\.split)).map { usable[$0] }
    }

    private func classIDs(of samples: [Sample], _ features: CachedFeatures) -> [Int] {
        let ids = Dictionary(features.classNames.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        return samples.map { ids[$0.labels.first ?? ""] ?? 0 }
    }

    private func chosen(_ modality: Modality) -> ModalityTransformSettings { modality == .audio ? settings.audio : settings.visual }
}

extension ModalityTransformSettings {
    /// Reduces and normalises pooled rows: components from `fit`, the normalisation from the training rows.
    ///
    /// - Throws: `PostProcessingError`, `KernelError`.
    func fitted(
        to pooled: Matrix, _ fit: PrincipalComponentsFit?, _ train: [Int]
    ) throws -> (rows: Matrix, components: PrincipalComponents?, normalization: FittedNormalization) {
        var rows = pooled
        var components: PrincipalComponents?
        if case .principalComponents(let limit) = post, let fit {
            let fitted = try fit.finish(atMost: limit)
            rows = fitted.project(pooled)
            components = fitted
        }
        let normalization = normalize.fit(rows.gathering(rows: train))
        return (normalization.apply(rows), components, normalization)
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
