import Tensors

/// An objective whose model ends in canonical directions, fitted to its embeddings of the training set.
///
/// The directions are fitted anew for every model that is asked for, so the epoch is chosen by the embeddings that are used.
final class ProjectedObjective: Objective {
    private let network: any Objective
    private let fit: CanonicalFit

    init(_ network: any Objective, fit: CanonicalFit) {
        self.network = network
        self.fit = fit
    }

    var parameters: [Parameter] { network.parameters }
    var generators: [SeededGenerator] {
        get { network.generators }
        set { network.generators = newValue }
    }

    func beginEpoch(training: PairedFeatures) { network.beginEpoch(training: training) }
    func advance(to progress: Double) { network.advance(to: progress) }
    func descend(_ batch: PairedFeatures) -> ObjectiveTerms { network.descend(batch) }

    func model() throws -> CrossModalModel {
        let plain = try network.model()
        let training = fit.job.training
        return try fit(audio: plain.embed(audio: training.audio), visual: plain.embed(visual: training.visual)) {
            try plain.projected(audio: $0.audio, visual: $0.visual)
        }.model
    }
}
