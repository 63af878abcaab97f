import Tensors

/// A metric loss between the modalities, in both directions; an item's other view is one of its positives.
final class CrossModalMetricHead: EmbeddingHead {
    let parameters: [Parameter] = []
    private let loss: any MetricLoss
    private let weight: Double

    init(loss: any MetricLoss, weight: Double) {
        self.loss = loss
        self.weight = weight
    }

    func descend(_ audio: EncoderBranch, _ visual: EncoderBranch, labels: [Int], progress: Double) -> ObjectiveTerms {
        var terms = ObjectiveTerms()
        let masks = PairMasks(queryLabels: labels, referenceLabels: labels, diagonal: .compared)
        for (anchors, references) in [(audio, visual), (visual, audio)] {
            let term = MetricTerm.evaluate(
                loss, anchors: anchors.unit.output, references: references.unit.output, masks, weight: weight)
            anchors.unitGradient.add(term.anchorGradient)
            references.unitGradient.add(term.referenceGradient)
            terms.add("metric.\(anchors.name)-\(references.name)", term.loss.value, weight: weight)
            terms.active += term.loss.active
            terms.valid += term.loss.valid
        }
        return terms
    }
}
