import Tensors

/// `L = L_metric + label_weight L_label + reconstruction_weight L_reconstruction`, L_metric the sum over what the loss compares.
///
/// Proxies stand in for the anchors; positives and negatives, the label loss and the decoders see raw embeddings.
final class AnchorAwareObjective: Objective {
    private let settings: TrainingSettings
    private let audio: ModalityBranch
    private let visual: ModalityBranch
    private let labelProjection: Linear?
    private let comparison: any Comparison

    init(_ settings: TrainingSettings, audioWidth: Int, visualWidth: Int, classCount: Int) {
        self.settings = settings
        audio = ModalityBranch(settings, name: "audio", width: audioWidth)
        visual = ModalityBranch(settings, name: "visual", width: visualWidth)
        let seed = UInt64(settings.seed)
        let projection = Linear(
            name: "label_projection", inputs: settings.embedding, outputs: classCount,
            bound: (3 / Double(settings.embedding)).squareRoot(), seed: seed)
        let space = type(of: settings.loss).space
        labelProjection = settings.labelWeight == 0 && space != .labelSpace ? nil : projection
        switch space {
        case .embeddings(let distance):
            comparison = PairingComparison(settings.loss, distance: distance, pairings: settings.pairings, seed: seed)
        case .classProxies:
            comparison = ClassProxyComparison(settings.loss, classCount: classCount, width: settings.embedding, seed: seed)
        case .labelSpace:
            comparison = LabelSpaceComparison(settings.loss, projection: projection)
        }
    }

    var parameters: [Parameter] {
        audio.parameters + visual.parameters + (labelProjection?.parameters ?? []) + comparison.parameters
    }

    var generators: [SeededGenerator] {
        get { audio.generators + visual.generators + comparison.generators }
        set {
            let (first, second) = (audio.generators.count, visual.generators.count)
            audio.generators = Array(newValue[..<first])
            visual.generators = Array(newValue[first..<(first + second)])
            comparison.generators = Array(newValue[(first + second)...])
        }
    }

    func beginEpoch(training: PairedFeatures) {
        audio.refreshBank(training.audio, labels: training.labels)
        visual.refreshBank(training.visual, labels: training.labels)
    }

    func descend(_ batch: PairedFeatures) -> ObjectiveTerms {
        audio.forward(batch.audio, labels: batch.labels, items: batch.items)
        visual.forward(batch.visual, labels: batch.labels, items: batch.items)
        var terms = ObjectiveTerms()
        // Without labels every item is a class of its own: its other view is the only positive.
        let classes = settings.supervision == .labels ? batch.labels : Array(batch.labels.indices)
        comparison.descend(audio: audio, visual: visual, labels: classes, terms: &terms)
        for branch in [audio, visual] { addLabel(branch, labels: batch.labels, to: &terms) }
        for branch in [audio, visual] {
            if let error = branch.reconstruct(weight: settings.reconstructionWeight) {
                terms.add("reconstruction.\(branch.name)", error, weight: settings.reconstructionWeight)
            }
        }
        audio.backward()
        visual.backward()
        return terms
    }

    func model() throws(MetricLearningError) -> CrossModalModel {
        try CrossModalModel(tensors: Dictionary(uniqueKeysWithValues: parameters.map { ($0.name, $0.tensor) }))
    }

    private func addLabel(_ branch: ModalityBranch, labels: [Int], to terms: inout ObjectiveTerms) {
        guard let labelProjection, settings.labelWeight > 0 else { return }
        let result = settings.labelLoss.evaluate(
            labelProjection.forward(branch.embeddings), labels: labels, weight: settings.labelWeight)
        labelProjection.accumulate(input: branch.embeddings, gradient: result.gradient)
        labelProjection.inputGradient(result.gradient, into: &branch.embeddingGradient, keep: 1)
        terms.add("label.\(branch.name)", result.value, weight: settings.labelWeight)
    }
}
