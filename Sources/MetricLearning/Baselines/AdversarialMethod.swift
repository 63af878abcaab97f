import Foundation
public import Settings
import Tensors

/// ACMR: labels and cross-modal triplets, while a classifier tries to tell the modalities apart and the encoders to mislead it.
///
/// The classifier learns by gradient; the encoders get that gradient reversed, times `2 / (1 + e^(-10 p)) - 1`, p the share of
/// the training that is behind. Nothing bounds what the encoders gain by misleading it, and seeds differ widely: on UCI digits
/// (Fourier against Zernike, 1,000 to train, hidden 256, 40 epochs, three seeds) a PyTorch version has mean average precision by
/// cosine 0.68 ± 0.09, as this code has, and 0.756 ± 0.004 with `adversarial_weight: 0`.
///
/// **Source**: Wang et al., Adversarial cross-modal retrieval, ACM MM 2017; the ramp is Ganin and Lempitsky's, arXiv 1409.7495,
/// section 4.1. Sizes of the classifier and weights are ours.
public struct AdversarialMethod: TrainingMethod {
    public static let name = "acmr"

    private let tripletWeight: Double
    private let adversarialWeight: Double
    private let labelWeight: Double

    public init(from section: Section, sharing settings: inout TrainingSettings) throws(SettingsError) {
        settings.loss = TripletMarginLoss(try TripletMarginLoss.Parameters(from: section))
        labelWeight = try section.number("label_weight", default: 1, in: 0...1_000_000)
        tripletWeight = try section.number("triplet_weight", default: 1, in: 0...1_000_000)
        adversarialWeight = try section.number("adversarial_weight", default: 0.1, in: 0...1_000_000)
        try settings.readEncoder(from: section)
        try settings.readSchedule(from: section)
    }

    public func train(_ job: TrainingJob) throws -> TrainedModel {
        try job.train(JointHead([
            LabelHead(job.settings, classCount: job.classCount, isShared: true, weight: labelWeight),
            CrossModalMetricHead(loss: job.settings.loss, weight: tripletWeight),
            AdversaryHead(job.settings, weight: adversarialWeight),
        ]))
    }
}

/// A classifier of the modality behind a layer that reverses gradients.
final class AdversaryHead: EmbeddingHead {
    private let classifier: MultilayerPerceptron
    private let weight: Double

    init(_ settings: TrainingSettings, weight: Double) {
        classifier = MultilayerPerceptron(
            name: "adversary", widths: [settings.embedding, max(2, settings.embedding / 2), 2], dropout: 0, seed: UInt64(settings.seed))
        self.weight = weight
    }

    var parameters: [Parameter] { classifier.parameters }

    func descend(_ audio: EncoderBranch, _ visual: EncoderBranch, labels: [Int], progress: Double) -> ObjectiveTerms {
        let items = audio.embeddings.rows
        let modalities = [Int](repeating: 0, count: items) + [Int](repeating: 1, count: visual.embeddings.rows)
        let both = audio.embeddings.stacked(on: visual.embeddings)
        let result = SoftmaxCrossEntropy.evaluate(classifier.forward(both), labels: modalities, weight: weight)
        var gradient = Matrix(rows: both.rows, columns: both.columns)
        classifier.backward(result.gradient, addingTo: &gradient)
        gradient.scale(by: Float(-(2 / (1 + exp(-10 * progress)) - 1)))
        let (own, other) = gradient.split(at: items)
        audio.gradient.add(own)
        visual.gradient.add(other)
        var terms = ObjectiveTerms()
        terms.add("adversary", result.value, weight: weight)
        return terms
    }
}
