public import Settings
import Tensors

/// A classifier a modality, trained by cross-entropy alone: the honest reference for class-level retrieval by posterior.
///
/// With one head for both modalities the embeddings align as a by-product; with separate heads they do not, and only the
/// posteriors can be compared.
public struct LabelClassifierMethod: TrainingMethod {
    public static let name = "label-classifier"

    /// Whether both modalities share the projection to the classes.
    enum Heads: String, CaseIterable, Sendable {
        case shared
        case separate
    }

    private let heads: Heads

    public init(from section: Section, sharing settings: inout TrainingSettings) throws(SettingsError) {
        heads = try section.choice("heads", default: .shared)
        try settings.readEncoder(from: section)
        try settings.readSchedule(from: section, selecting: .posteriorMAP)
    }

    public func train(_ job: TrainingJob) throws -> TrainedModel {
        try job.train(LabelHead(job.settings, classCount: job.classCount, isShared: heads == .shared))
    }
}
