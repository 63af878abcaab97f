public import Settings
import Tensors

/// C-DCCA: DCCA with the class-wise cross-covariance of C-CCA, in the batch and in the linear analysis after it.
///
/// **Source**: Andrew et al., ICML 2013, with Rasiwasia et al., AISTATS 2014; see ``DeepCorrelationMethod`` and
/// ``ClassCanonicalCorrelationMethod``.
public struct ClassDeepCorrelationMethod: TrainingMethod {
    public static let name = "c-dcca"

    private let deep: DeepCorrelation

    public init(from section: Section, sharing settings: inout TrainingSettings) throws(SettingsError) {
        deep = try DeepCorrelation(from: section, sharing: &settings, pairShare: 0.2, selecting: .map)
    }

    public func train(_ job: TrainingJob) throws -> TrainedModel { try deep.train(job) }
}
