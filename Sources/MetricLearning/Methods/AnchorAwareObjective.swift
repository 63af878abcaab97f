import Tensors

/// `L = sum over pairings of L_metric + label_weight L_label + reconstruction_weight L_reconstruction`.
///
/// Proxies stand in for the anchors; positives and negatives, the label projection and the decoders see raw embeddings.
final class AnchorAwareObjective: Objective {
    private let settings: TrainingSettings
    private let audio: ModalityBranch
    private let visual: ModalityBranch
    private let labelProjection: Linear?

    init(_ settings: TrainingSettings, audioWidth: Int, visualWidth: Int, classCount: Int) {
        self.settings = settings
        audio = ModalityBranch(settings, name: "audio", width: audioWidth)
        visual = ModalityBranch(settings, name: "visual", width: visualWidth)
        labelProjection = settings.labelWeight == 0 ? nil : Linear(
            name: "label_projection", inputs: settings.embedding, outputs: classCount,
            bound: (3 / Double(settings.embedding)).squareRoot(), seed: UInt64(settings.seed))
    }

    var parameters: [Parameter] { audio.parameters + visual.parameters + (labelProjection?.parameters ?? []) }

    var streams: [RandomStream] { audio.streams + visual.streams }

    func descend(_ batch: PairedFeatures) -> ObjectiveTerms {
        audio.forward(batch.audio)
        visual.forward(batch.visual)
        var terms = ObjectiveTerms()
        addMetric(labels: batch.labels, to: &terms)
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

    private func addMetric(labels: [Int], to terms: inout ObjectiveTerms) {
        for diagonal in [PairMasks.Diagonal.compared, .ignored] {
            let pairings = settings.pairings.filter { $0.diagonal == diagonal }
            guard !pairings.isEmpty else { continue }
            let masks = PairMasks(queryLabels: labels, referenceLabels: labels, diagonal: diagonal)
            for pairing in pairings { addMetric(pairing, masks, to: &terms) }
        }
    }

    private func addMetric(_ pairing: ModalityPairing, _ masks: PairMasks, to terms: inout ObjectiveTerms) {
        let anchors = pairing.anchorsAreAudio ? audio : visual
        let references = pairing.referencesAreAudio ? audio : visual
        let anchorRows = anchors.unitProxies.output, referenceRows = references.unitEmbeddings.output
        let distances = CosineDistance.forward(anchors: anchorRows, references: referenceRows)
        let loss = settings.loss.reducer(settings.loss(distances, masks))
        CosineDistance.backward(
            slopes: loss.slopes, anchors: anchorRows, references: referenceRows,
            addingTo: &anchors.unitProxyGradient, &references.unitEmbeddingGradient)
        terms.add("metric.\(pairing.rawValue)", loss.value, weight: 1)
        terms.active += loss.active
        terms.valid += loss.valid
    }

    private func addLabel(_ branch: ModalityBranch, labels: [Int], to terms: inout ObjectiveTerms) {
        guard let labelProjection else { return }
        let result = SoftmaxCrossEntropy.evaluate(
            labelProjection.forward(branch.embeddings), labels: labels, weight: settings.labelWeight)
        labelProjection.accumulate(input: branch.embeddings, gradient: result.gradient)
        labelProjection.inputGradient(result.gradient, into: &branch.embeddingGradient, keep: 1)
        terms.add("label.\(branch.name)", result.value, weight: settings.labelWeight)
    }
}
