import Foundation
import Kernels
public import Settings
import Tensors

/// CLIP-like: symmetric InfoNCE between the items of a batch, with a learned scale; the pair is the one positive.
///
/// Uses no labels, so items of one class repel each other too.
/// **Source**: Radford et al., arXiv 2103.00020, section 2.3: the scale starts at 1 / 0.07 and is held at 100 at most.
public struct PairContrastMethod: TrainingMethod {
    public static let name = "clip"

    public init(from section: Section, sharing settings: inout TrainingSettings) throws(SettingsError) {
        try settings.readEncoder(from: section)
        try settings.readSchedule(from: section, selecting: .instanceMRR)
    }

    public func train(_ job: TrainingJob) throws -> TrainedModel { try job.train(PairContrastHead()) }
}

/// Cross-entropy of `exp(log_scale) cos(audio_i, visual_j)` with the diagonal, over rows and columns.
final class PairContrastHead: EmbeddingHead {
    private static let ceiling = Float(log(100.0))
    private let logScale: Parameter

    init() {
        logScale = Parameter(name: "log_scale", zeros: 1)
        logScale.value.values[0] = Float(log(1 / 0.07))
    }

    var parameters: [Parameter] { [logScale] }

    func descend(_ audio: EncoderBranch, _ visual: EncoderBranch, labels: [Int], progress: Double) -> ObjectiveTerms {
        logScale.value.values[0] = min(logScale.value.values[0], Self.ceiling)
        let scale = exp(logScale.value.values[0])
        var scores = Matrix(rows: audio.embeddings.rows, columns: visual.embeddings.rows)
        multiply(audio.unit.output, .asIs, visual.unit.output, .transposed, into: &scores, scale: scale)
        let paired = Array(0..<scores.rows)
        let rows = SoftmaxCrossEntropy.evaluate(scores, labels: paired, weight: 0.5)
        let columns = SoftmaxCrossEntropy.evaluate(scores.transposed(), labels: paired, weight: 0.5)
        var slopes = rows.gradient
        slopes.add(columns.gradient.transposed())
        logScale.gradient.values[0] += Float(zip(slopes.values, scores.values).reduce(0.0) { $0 + Double($1.0) * Double($1.1) })
        multiply(slopes, .asIs, visual.unit.output, into: &audio.unitGradient, scale: scale, keep: 1)
        multiply(slopes, .transposed, audio.unit.output, into: &visual.unitGradient, scale: scale, keep: 1)
        var terms = ObjectiveTerms()
        terms.add("contrast.audio-visual", rows.value, weight: 0.5)
        terms.add("contrast.visual-audio", columns.value, weight: 0.5)
        return terms
    }
}
