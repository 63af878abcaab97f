@testable import MetricLearning
import Settings
import Tensors
import Testing

/// Every loss with distance and reducer against pytorch-metric-learning or enumeration in PyTorch; `metric_losses.py` made the values.
@Suite struct LibraryAgreementTests {
    struct Case: Decodable {
        let name: String, settings: String
        let cross: Bool
        let anchors: GoldenTensor, references: GoldenTensor
        let labels: [Int], referenceLabels: [Int]
        let value: Double
        let anchorGradient: GoldenTensor, referenceGradient: GoldenTensor
    }

    private static let cases = (try? Golden.load("losses.json", as: [Case].self)) ?? []

    @Test func everyLossIsThere() {
        // The label-space loss is a triplet loss; its choices of modality are compared with the whole objective.
        let names = Set(LossRegistry.names).subtracting([CompleteCrossTripletLoss.name])
        #expect(Set(Self.cases.map(\.name)) == names)
    }

    @Test(arguments: cases.indices) func valueAndGradients(index: Int) throws {
        let golden = Self.cases[index]
        let name = "\(golden.name) \(golden.settings) \(golden.cross ? "across" : "within")"
        let loss = try LossRegistry.entry(named: golden.name).reading(SettingsFile(text: golden.settings, named: "t.yaml").root)
        let distance: EmbeddingDistance = type(of: loss).space == .embeddings(.innerProduct) ? .innerProduct : .cosine
        let raw = (golden.anchors.matrix, golden.references.matrix), unit = (RowNormalization(raw.0), RowNormalization(raw.1))
        let rows = distance == .cosine ? (unit.0.output, unit.1.output) : raw
        let masks = PairMasks(
            queryLabels: golden.labels, referenceLabels: golden.referenceLabels, diagonal: golden.cross ? .compared : .ignored)
        let reduced = reduce(loss, distance, rows, masks, cross: golden.cross)
        #expect(abs(reduced.value - golden.value) <= 1e-5 * golden.value, "\(name)")
        var da = Matrix(rows: rows.0.rows, columns: rows.0.columns), dr = Matrix(rows: rows.1.rows, columns: rows.1.columns)
        distance.backward(slopes: reduced.slopes, anchors: rows.0, references: rows.1, addingTo: &da, &dr)
        if let slopes = reduced.referenceSlopes {
            var second = Matrix(rows: dr.rows, columns: dr.columns)
            distance.backward(slopes: slopes, anchors: rows.1, references: rows.1, addingTo: &dr, &second)
            dr.add(second)
        }
        var anchorGradient = distance == .cosine ? unit.0.backward(da) : da
        let referenceGradient = distance == .cosine ? unit.1.backward(dr) : dr
        if golden.cross {
            expectClose(referenceGradient.values, golden.referenceGradient.values, "\(name): references")
        } else {
            anchorGradient.add(referenceGradient)
        }
        expectClose(anchorGradient.values, golden.anchorGradient.values, "\(name): anchors")
    }

    private func reduce(
        _ loss: any MetricLoss, _ distance: EmbeddingDistance, _ rows: (Matrix, Matrix), _ masks: PairMasks, cross: Bool
    ) -> ReducedLoss {
        let distances = distance.forward(anchors: rows.0, references: rows.1)
        guard cross, let comparing = loss as? any ReferenceMetricLoss else { return loss.reducer(loss(distances, masks)) }
        var generator = SeededGenerator(seed: 1)
        let among = distance.forward(anchors: rows.1, references: rows.1)
        return loss.reducer(comparing.terms(distances, among: among, masks, using: &generator))
    }
}
