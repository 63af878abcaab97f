public import Settings
import Tensors

/// DCCA: encoders trained so that the outputs of paired items correlate, then linear CCA of those outputs.
///
/// Uses no labels. The batch is large (1,000) and the output narrow (32) by default, since a batch's correlations are estimates
/// that need many more items than columns.
/// **Source**: Andrew et al., Deep canonical correlation analysis, ICML 2013.
public struct DeepCorrelationMethod: TrainingMethod {
    public static let name = "dcca"

    private let deep: DeepCorrelation

    public init(from section: Section, sharing settings: inout TrainingSettings) throws(SettingsError) {
        deep = try DeepCorrelation(from: section, sharing: &settings, pairShare: nil, selecting: .instanceMRR)
    }

    public func train(_ job: TrainingJob) throws -> TrainedModel { try deep.train(job) }
}

/// What DCCA and C-DCCA have in common.
struct DeepCorrelation: Sendable {
    private let correlation: CorrelationSettings
    /// Added to the diagonals of a batch's covariances.
    private let batchRidge: Double

    init(
        from section: Section, sharing settings: inout TrainingSettings, pairShare: Double?, selecting usual: ModelSelection
    ) throws(SettingsError) {
        correlation = try CorrelationSettings(from: section, pairShare: pairShare)
        batchRidge = try section.number("batch_ridge", default: 1e-3, in: 1e-9...1_000)
        (settings.embedding, settings.batch) = (32, 1_000)
        try settings.readEncoder(from: section)
        try settings.readSchedule(from: section, selecting: usual)
    }

    func train(_ job: TrainingJob) throws -> TrainedModel {
        let network = EncoderPairObjective(
            job.settings, audioWidth: job.training.audio.columns, visualWidth: job.training.visual.columns,
            head: CorrelationHead(CorrelationLoss(ridge: batchRidge, pairShare: correlation.pairShare)))
        var training = GradientTraining(
            job, objective: ProjectedObjective(network, fit: CanonicalFit(settings: correlation, job: job)))
        return try training.run()
    }
}
