import Tensors

/// Cross-entropy of a linear projection to the classes, for both modalities.
///
/// Shared between them, or one each.
final class LabelHead: EmbeddingHead {
    private let audio: Linear
    private let visual: Linear
    private let isShared: Bool
    private let weight: Double

    init(_ settings: TrainingSettings, classCount: Int, isShared: Bool, weight: Double = 1) {
        func projection(_ name: String) -> Linear {
            Linear(
                name: name, inputs: settings.embedding, outputs: classCount,
                bound: settings.initialWeights.bound(inputs: settings.embedding, isActivated: false), seed: UInt64(settings.seed))
        }
        audio = projection(isShared ? "label_projection" : "audio.label_projection")
        visual = isShared ? audio : projection("visual.label_projection")
        self.isShared = isShared
        self.weight = weight
    }

    var parameters: [Parameter] { audio.parameters + (isShared ? [] : visual.parameters) }

    func descend(_ audioBranch: EncoderBranch, _ visualBranch: EncoderBranch, labels: [Int], progress: Double) -> ObjectiveTerms {
        var terms = ObjectiveTerms()
        for (branch, projection) in [(audioBranch, audio), (visualBranch, visual)] {
            let result = SoftmaxCrossEntropy.evaluate(projection.forward(branch.embeddings), labels: labels, weight: weight)
            projection.accumulate(input: branch.embeddings, gradient: result.gradient)
            projection.inputGradient(result.gradient, into: &branch.gradient, keep: 1)
            terms.add("label.\(branch.name)", result.value, weight: weight)
        }
        return terms
    }
}
