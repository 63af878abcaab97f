public import Settings
import Tensors

/// CCA: linear directions in which the paired items of both modalities correlate most, ranked by cosine.
///
/// Uses no labels, so a ridge is chosen by the rank of the paired item unless `select` says otherwise.
/// **Source**: Hotelling 1936; ridge relative to the mean variance.
public struct CanonicalCorrelationMethod: TrainingMethod {
    public static let name = "cca"

    private let correlation: CorrelationSettings

    public init(from section: Section, sharing settings: inout TrainingSettings) throws(SettingsError) {
        correlation = try CorrelationSettings(from: section, pairShare: nil)
        settings.selection = try section.choice("select", default: .instanceMRR)
    }

    public func train(_ job: TrainingJob) throws -> TrainedModel { try job.correlate(correlation) }
}

extension TrainingJob {
    /// Canonical directions of the features themselves.
    func correlate(_ settings: CorrelationSettings) throws -> TrainedModel {
        let result = try CanonicalFit(settings: settings, job: self)(audio: training.audio, visual: training.visual) {
            try CrossModalModel(audio: $0.audio, visual: $0.visual)
        }
        return try finishClosedForm(result.model, chosen: ["ridge": result.ridge])
    }
}
