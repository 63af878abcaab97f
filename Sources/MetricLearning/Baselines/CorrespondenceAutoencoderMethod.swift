public import Settings
import Tensors

/// Corr-AE: an autoencoder a modality, whose codes of paired items are drawn together.
///
/// `(1 - alpha) (R^a + R^v) + alpha C`, R the mean squared error of a reconstruction and C that of one code to the other, each over
/// all elements. Uses no labels.
/// **Source**: Feng et al., Cross-modal retrieval with correspondence autoencoder, ACM MM 2014, equations 1 to 3; means in place of
/// sums, and alpha 0.2, are ours.
public struct CorrespondenceAutoencoderMethod: TrainingMethod {
    public static let name = "corr-ae"

    private let alpha: Double

    public init(from section: Section, sharing settings: inout TrainingSettings) throws(SettingsError) {
        alpha = try section.number("alpha", default: 0.2, in: 0...1)
        try settings.readEncoder(from: section)
        try settings.readSchedule(from: section, selecting: .instanceMRR)
    }

    public func train(_ job: TrainingJob) throws -> TrainedModel {
        try job.train(CorrespondenceHead(
            job.settings, audioWidth: job.training.audio.columns, visualWidth: job.training.visual.columns, alpha: alpha))
    }
}

/// The decoders of Corr-AE and its losses.
final class CorrespondenceHead: EmbeddingHead {
    private let audioDecoder: MultilayerPerceptron
    private let visualDecoder: MultilayerPerceptron
    private let alpha: Double

    init(_ settings: TrainingSettings, audioWidth: Int, visualWidth: Int, alpha: Double) {
        func decoder(_ name: String, _ width: Int) -> MultilayerPerceptron {
            MultilayerPerceptron(
                name: "\(name).decoder", widths: [settings.embedding, settings.hidden, width], dropout: 0, seed: UInt64(settings.seed),
                activation: settings.activation)
        }
        audioDecoder = decoder("audio", audioWidth)
        visualDecoder = decoder("visual", visualWidth)
        self.alpha = alpha
    }

    var parameters: [Parameter] { audioDecoder.parameters + visualDecoder.parameters }

    func descend(_ audio: EncoderBranch, _ visual: EncoderBranch, labels: [Int], progress: Double) -> ObjectiveTerms {
        var terms = ObjectiveTerms()
        for (branch, decoder) in [(audio, audioDecoder), (visual, visualDecoder)] {
            let result = MeanSquaredError.evaluate(decoder.forward(branch.embeddings), target: branch.features, weight: 1 - alpha)
            decoder.backward(result.gradient, addingTo: &branch.gradient)
            terms.add("reconstruction.\(branch.name)", result.value, weight: 1 - alpha)
        }
        let pull = MeanSquaredError.evaluate(audio.embeddings, target: visual.embeddings, weight: alpha)
        audio.gradient.add(pull.gradient)
        var opposite = pull.gradient
        opposite.scale(by: -1)
        visual.gradient.add(opposite)
        terms.add("correspondence", pull.value, weight: alpha)
        return terms
    }
}
