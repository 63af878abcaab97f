import Tensors

/// Trains two encoders so that their outputs correlate.
final class CorrelationHead: EmbeddingHead {
    let parameters: [Parameter] = []
    private let loss: CorrelationLoss

    init(_ loss: CorrelationLoss) { self.loss = loss }

    func descend(_ audio: EncoderBranch, _ visual: EncoderBranch, labels: [Int], progress: Double) -> ObjectiveTerms {
        var terms = ObjectiveTerms()
        // Embeddings that are not finite have no correlation; training then stops and names this term.
        guard audio.embeddings.isFinite, visual.embeddings.isFinite,
            let result = try? loss.evaluate(audio.embeddings, visual.embeddings, labels: labels)
        else {
            terms.add("correlation", .nan, weight: 1)
            return terms
        }
        audio.gradient.add(result.audioGradient)
        visual.gradient.add(result.visualGradient)
        terms.add("correlation", result.value, weight: 1)
        return terms
    }
}
