import Tensors

/// Two encoders under one head: what most baselines minimise.
final class EncoderPairObjective: Objective {
    private let audio: EncoderBranch
    private let visual: EncoderBranch
    private let shared: Linear?
    private let head: any EmbeddingHead
    private var progress = 0.0

    /// - Parameter sharesLastLayer: whether both encoders end in one and the same layer.
    init(
        _ settings: TrainingSettings, audioWidth: Int, visualWidth: Int, sharesLastLayer: Bool = false, head: any EmbeddingHead
    ) {
        shared = sharesLastLayer ? Linear(
            name: "encoder.shared", inputs: settings.hidden, outputs: settings.embedding,
            bound: settings.initialWeights.bound(inputs: settings.hidden, isActivated: false), seed: UInt64(settings.seed)) : nil
        audio = EncoderBranch(settings, name: "audio", width: audioWidth, shared: shared)
        visual = EncoderBranch(settings, name: "visual", width: visualWidth, shared: shared)
        self.head = head
    }

    var parameters: [Parameter] {
        let own = audio.encoder.parameters + visual.encoder.parameters
        // A shared layer stands in both encoders and is moved once.
        let common = shared?.parameters ?? []
        return own.filter { parameter in !common.contains { $0 === parameter } } + common + head.parameters
    }

    var generators: [SeededGenerator] {
        get { audio.encoder.generators + visual.encoder.generators }
        set {
            let count = audio.encoder.generators.count
            audio.encoder.generators = Array(newValue[..<count])
            visual.encoder.generators = Array(newValue[count...])
        }
    }

    func advance(to progress: Double) { self.progress = progress }

    func descend(_ batch: PairedFeatures) -> ObjectiveTerms {
        audio.forward(batch.audio)
        visual.forward(batch.visual)
        let terms = head.descend(audio, visual, labels: batch.labels, progress: progress)
        audio.backward()
        visual.backward()
        return terms
    }

    func model() throws -> CrossModalModel {
        var tensors = audio.encoder.tensors
        for part in [visual.encoder.tensors, head.tensors] { tensors.merge(part) { $1 } }
        return try CrossModalModel(tensors: tensors)
    }
}

extension TrainingJob {
    /// Trains two encoders under `head`.
    func train(_ head: any EmbeddingHead, sharesLastLayer: Bool = false) throws -> TrainedModel {
        var training = GradientTraining(self, objective: EncoderPairObjective(
            settings, audioWidth: training.audio.columns, visualWidth: training.visual.columns, sharesLastLayer: sharesLastLayer, head: head))
        return try training.run()
    }
}
