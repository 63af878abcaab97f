import Tensors

/// Several heads on the same encoders; their losses add up.
final class JointHead: EmbeddingHead {
    private let heads: [any EmbeddingHead]

    init(_ heads: [any EmbeddingHead]) { self.heads = heads }

    var parameters: [Parameter] { heads.flatMap(\.parameters) }
    var tensors: [String: Tensor] { heads.reduce(into: [:]) { $0.merge($1.tensors) { $1 } } }

    func descend(_ audio: EncoderBranch, _ visual: EncoderBranch, labels: [Int], progress: Double) -> ObjectiveTerms {
        var terms = ObjectiveTerms()
        for head in heads {
            let own = head.descend(audio, visual, labels: labels, progress: progress)
            terms.losses += own.losses
            terms.total += own.total
            terms.active += own.active
            terms.valid += own.valid
        }
        return terms
    }
}
