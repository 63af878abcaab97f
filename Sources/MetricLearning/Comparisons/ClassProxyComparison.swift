import Tensors

/// Learned class vectors, one set for both modalities, as queries against the proxies of each modality.
///
/// Sharing the set is what brings the modalities together, so there are no pairings to choose.
final class ClassProxyComparison: Comparison {
    private let loss: any MetricLoss
    private let classProxies: Parameter

    /// The vectors start uniform in the cube; only their direction counts.
    init(_ loss: any MetricLoss, classCount: Int, width: Int, seed: UInt64) {
        self.loss = loss
        classProxies = Parameter(name: "loss.class_proxies", rows: classCount, columns: width, bound: 1, seed: seed)
    }

    var parameters: [Parameter] { [classProxies] }

    func descend(audio: ModalityBranch, visual: ModalityBranch, labels: [Int], terms: inout ObjectiveTerms) {
        let classes = RowNormalization(classProxies.value)
        let masks = PairMasks(queryLabels: Array(0..<classProxies.value.rows), referenceLabels: labels, diagonal: .compared)
        var gradient = Matrix(rows: classProxies.value.rows, columns: classProxies.value.columns)
        for branch in [audio, visual] {
            let items = branch.unitProxies.output
            let reduced = loss.reducer(loss(CosineDistance.forward(anchors: classes.output, references: items), masks))
            CosineDistance.backward(
                slopes: reduced.slopes, anchors: classes.output, references: items, addingTo: &gradient, &branch.unitProxyGradient)
            terms.addMetric("\(branch.name)-class", reduced)
        }
        classProxies.gradient.add(classes.backward(gradient))
    }
}
