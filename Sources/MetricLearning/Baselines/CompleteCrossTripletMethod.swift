public import Settings
import Tensors

/// CCTL: both modalities regressed onto the label space, where triplets of every choice of modalities meet.
///
/// `mean ||p^a - y|| + mean ||p^v - y|| + weight L_triplet`, p the shared linear projection of an embedding; anchor, positive and
/// negative are each audio or visual, all eight choices, by cosine of p. Embeddings of the model are the p.
/// **Source**: Zeng et al., Complete cross-triplet loss in label space for audio-visual cross-modal retrieval, arXiv 2211.03434; its
/// exact weights were not readable, so forms and weights are ours.
public struct CompleteCrossTripletMethod: TrainingMethod {
    public static let name = "cctl"

    private let tripletWeight: Double

    public init(from section: Section, sharing settings: inout TrainingSettings) throws(SettingsError) {
        settings.loss = TripletMarginLoss(try TripletMarginLoss.Parameters(from: section))
        tripletWeight = try section.number("triplet_weight", default: 1, in: 0...1_000_000)
        try settings.readEncoder(from: section)
        try settings.readSchedule(from: section)
    }

    public func train(_ job: TrainingJob) throws -> TrainedModel {
        try job.train(CompleteCrossTripletHead(job.settings, classCount: job.classCount, tripletWeight: tripletWeight))
    }
}

/// The losses of CCTL. An anchor meets the items of both modalities at once, so two calls hold all eight choices.
final class CompleteCrossTripletHead: EmbeddingHead {
    private let projection: Linear
    private let loss: any MetricLoss
    private let tripletWeight: Double

    init(_ settings: TrainingSettings, classCount: Int, tripletWeight: Double) {
        projection = Linear(
            name: "projection", inputs: settings.embedding, outputs: classCount,
            bound: settings.initialWeights.bound(inputs: settings.embedding, isActivated: false), seed: UInt64(settings.seed))
        loss = settings.loss
        self.tripletWeight = tripletWeight
    }

    var parameters: [Parameter] { projection.parameters }

    /// The shared projection, once for each modality.
    var tensors: [String: Tensor] {
        var tensors: [String: Tensor] = [:]
        for modality in ["audio", "visual"] {
            tensors["\(modality).projection.weight"] = projection.weight.tensor
            tensors["\(modality).projection.bias"] = projection.bias.tensor
        }
        return tensors
    }

    /// One modality in label space.
    private struct Side {
        let branch: EncoderBranch
        let unit: RowNormalization
        var unitGradient: Matrix
        var gradient: Matrix
    }

    func descend(_ audio: EncoderBranch, _ visual: EncoderBranch, labels: [Int], progress: Double) -> ObjectiveTerms {
        var terms = ObjectiveTerms()
        var sides = [audio, visual].map { branch in
            let predictions = projection.forward(branch.embeddings)
            let result = LabelRegression.evaluate(predictions, labels: labels, form: .rowMean, weight: 1)
            terms.add("label.\(branch.name)", result.value, weight: 1)
            return Side(
                branch: branch, unit: RowNormalization(predictions),
                unitGradient: Matrix(rows: predictions.rows, columns: predictions.columns), gradient: result.gradient)
        }
        // The anchors' own modality comes first, so the ignored diagonal is each item with itself.
        let masks = PairMasks(queryLabels: labels, referenceLabels: labels + labels, diagonal: .ignored)
        for (own, other) in [(0, 1), (1, 0)] {
            let anchors = sides[own].unit.output
            let term = MetricTerm.evaluate(
                loss, anchors: anchors, references: anchors.stacked(on: sides[other].unit.output), masks, weight: tripletWeight)
            let (ownGradient, otherGradient) = term.referenceGradient.split(at: anchors.rows)
            sides[own].unitGradient.add(term.anchorGradient)
            sides[own].unitGradient.add(ownGradient)
            sides[other].unitGradient.add(otherGradient)
            terms.add("triplet.\(sides[own].branch.name)", term.loss.value, weight: tripletWeight)
            terms.active += term.loss.active
            terms.valid += term.loss.valid
        }
        for side in sides {
            var gradient = side.gradient
            gradient.add(side.unit.backward(side.unitGradient))
            projection.accumulate(input: side.branch.embeddings, gradient: gradient)
            projection.inputGradient(gradient, into: &side.branch.gradient, keep: 1)
        }
        return terms
    }
}
