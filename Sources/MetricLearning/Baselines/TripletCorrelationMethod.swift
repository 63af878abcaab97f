public import Settings
import Tensors

/// TNN-C-CCA: encoders trained by cross-modal triplets, then C-CCA of their outputs.
///
/// **Source**: Zeng et al., Deep triplet neural networks with cluster-CCA for audio-visual cross-modal retrieval,
/// arXiv 1908.03737. All triplets of a batch count, as in the triplet loss here.
public struct TripletCorrelationMethod: TrainingMethod {
    public static let name = "tnn-c-cca"

    private let correlation: CorrelationSettings

    public init(from section: Section, sharing settings: inout TrainingSettings) throws(SettingsError) {
        settings.loss = TripletMarginLoss(try TripletMarginLoss.Parameters(from: section))
        correlation = try CorrelationSettings(from: section, pairShare: 0.2)
        try settings.readEncoder(from: section)
        try settings.readSchedule(from: section)
    }

    public func train(_ job: TrainingJob) throws -> TrainedModel {
        let network = EncoderPairObjective(
            job.settings, audioWidth: job.training.audio.columns, visualWidth: job.training.visual.columns,
            head: CrossModalMetricHead(loss: job.settings.loss, weight: 1))
        var training = GradientTraining(
            job, objective: ProjectedObjective(network, fit: CanonicalFit(settings: correlation, job: job)))
        return try training.run()
    }
}
