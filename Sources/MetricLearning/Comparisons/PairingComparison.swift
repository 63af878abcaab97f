import Tensors

/// Proxies of one modality with embeddings of the other or the same: one term for each pairing.
///
/// Proxies stand in for the anchors only; references, also where they are compared with each other, are raw embeddings.
final class PairingComparison: Comparison {
    private let loss: any MetricLoss
    private let distance: EmbeddingDistance
    private let pairings: [ModalityPairing]
    private var generator: SeededGenerator

    init(_ loss: any MetricLoss, distance: EmbeddingDistance, pairings: [ModalityPairing], seed: UInt64) {
        self.loss = loss
        self.distance = distance
        self.pairings = pairings
        generator = SeededGenerator(seed: seed, stream: "loss")
    }

    var generators: [SeededGenerator] {
        get { [generator] }
        set { generator = newValue[0] }
    }

    func descend(audio: ModalityBranch, visual: ModalityBranch, labels: [Int], terms: inout ObjectiveTerms) {
        for diagonal in [PairMasks.Diagonal.compared, .ignored] {
            let pairings = pairings.filter { $0.diagonal == diagonal }
            guard !pairings.isEmpty else { continue }
            let masks = PairMasks(queryLabels: labels, referenceLabels: labels, diagonal: diagonal)
            for pairing in pairings {
                compare(
                    pairing, anchors: pairing.anchorsAreAudio ? audio : visual, references: pairing.referencesAreAudio ? audio : visual,
                    masks, &terms)
            }
        }
    }

    private func compare(
        _ pairing: ModalityPairing, anchors: ModalityBranch, references: ModalityBranch, _ masks: PairMasks, _ terms: inout ObjectiveTerms
    ) {
        let anchorRows = anchors.proxyRows(distance), referenceRows = references.embeddingRows(distance)
        let distances = distance.forward(anchors: anchorRows, references: referenceRows)
        let reduced: ReducedLoss
        if let loss = loss as? any ReferenceMetricLoss {
            let among = distance.forward(anchors: referenceRows, references: referenceRows)
            reduced = loss.reducer(loss.terms(distances, among: among, masks, using: &generator))
        } else {
            reduced = loss.reducer(loss(distances, masks))
        }
        var anchorGradient = Matrix(rows: anchorRows.rows, columns: anchorRows.columns), referenceGradient = anchorGradient
        distance.backward(
            slopes: reduced.slopes, anchors: anchorRows, references: referenceRows, addingTo: &anchorGradient, &referenceGradient)
        if let slopes = reduced.referenceSlopes {
            var second = Matrix(rows: referenceRows.rows, columns: referenceRows.columns)
            distance.backward(slopes: slopes, anchors: referenceRows, references: referenceRows, addingTo: &referenceGradient, &second)
            referenceGradient.add(second)
        }
        terms.addMetric(pairing.rawValue, reduced)
        if loss.lengthPenalty > 0 {
            let lengths = anchorRows.addLengthPenalty(loss.lengthPenalty, to: &anchorGradient)
                + referenceRows.addLengthPenalty(loss.lengthPenalty, to: &referenceGradient)
            terms.add("length.\(pairing.rawValue)", lengths, weight: loss.lengthPenalty)
        }
        anchors.addProxyGradient(anchorGradient, distance)
        references.addEmbeddingGradient(referenceGradient, distance)
    }
}

extension Matrix {
    /// Adds the gradient of `weight` times the mean squared length of the rows, and returns that mean.
    fileprivate func addLengthPenalty(_ weight: Double, to gradient: inout Matrix) -> Double {
        let slope = Float(2 * weight / Double(rows))
        var total = 0.0
        values.withUnsafeBufferPointer { values in
            gradient.values.withUnsafeMutableBufferPointer { gradient in
                for index in values.indices {
                    total += Double(values[index]) * Double(values[index])
                    gradient[index] += slope * values[index]
                }
            }
        }
        return total / Double(rows)
    }
}
