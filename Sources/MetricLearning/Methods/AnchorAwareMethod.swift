public import Settings
import Tensors

/// AADML: a metric loss between anchor-aware proxies of one modality and raw embeddings of the other, a label projection and
/// reconstruction, trained together.
///
/// **Source**: Zeng et al., Anchor-aware deep metric learning for audio-visual retrieval, arXiv 2404.13789. Widths, weights and
/// the combination of anchor and proxy are not stated there; they are settings.
public struct AnchorAwareMethod: TrainingMethod {
    public static let name = "aadml"

    public init() {}

    public init(from section: Section, sharing settings: inout TrainingSettings) throws(SettingsError) {
        try settings.readMetric(from: section)
        try settings.readNetwork(from: section)
        try settings.readSchedule(from: section, selecting: settings.supervision == .pairs ? .instanceMRR : .map)
        guard settings.proxy.kind != AttentionProxy.name || settings.embedding % settings.proxy.heads == 0 else {
            throw .conflict(
                at: section.position(of: "proxy"),
                problem: "an embedding of \(settings.embedding) cannot be split into \(settings.proxy.heads) attention heads; "
                    + "choose proxy.heads to divide it")
        }
    }

    public func train(_ job: TrainingJob) throws -> TrainedModel {
        let objective = AnchorAwareObjective(
            job.settings, audioWidth: job.training.audio.columns, visualWidth: job.training.visual.columns, classCount: job.classCount)
        var training = GradientTraining(job, objective: objective)
        return try training.run()
    }
}
