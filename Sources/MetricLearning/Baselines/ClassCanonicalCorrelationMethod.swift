public import Settings
import Tensors

/// C-CCA: canonical correlation where every item of a class is paired with every one, mixed with the true pairs.
///
/// **Source**: Rasiwasia et al., Cluster canonical correlation analysis, AISTATS 2014; the mixture `beta S_pair + (1 - beta) S_class`
/// with beta 0.2 from github.com/ZenzenDatabase/CMR, whose repeated rows are replaced by the sum they amount to. With beta 0 no
/// more directions than classes less one carry anything.
public struct ClassCanonicalCorrelationMethod: TrainingMethod {
    public static let name = "c-cca"

    private let correlation: CorrelationSettings

    public init(from section: Section, sharing settings: inout TrainingSettings) throws(SettingsError) {
        correlation = try CorrelationSettings(from: section, pairShare: 0.2)
        settings.selection = try section.choice("select", default: .map)
    }

    public func train(_ job: TrainingJob) throws -> TrainedModel { try job.correlate(correlation) }
}
