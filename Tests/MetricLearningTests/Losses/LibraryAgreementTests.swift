import Testing
import Tensors
@testable import MetricLearning

/// Losses with distance and reducer against pytorch-metric-learning; `metric_losses.py` made the values.
@Suite struct LibraryAgreementTests {
    struct Case: Decodable {
        let name: String
        let cross: Bool
        let anchors: GoldenTensor, references: GoldenTensor
        let labels: [Int], referenceLabels: [Int]
        let value: Double
        let anchorGradient: GoldenTensor, referenceGradient: GoldenTensor
    }

    @Test(arguments: 0..<5) func valueAndGradients(index: Int) throws {
        let golden = try Golden.load("losses.json", as: [Case].self)[index]
        let loss: any MetricLoss = golden.name == "triplet" ? TripletMarginLoss(.init()) : SupervisedContrastiveLoss(.init())
        let anchors = RowNormalization(golden.anchors.matrix), references = RowNormalization(golden.references.matrix)
        let masks = PairMasks(
            queryLabels: golden.labels, referenceLabels: golden.referenceLabels, diagonal: golden.cross ? .compared : .ignored)
        let reduced = loss.reducer(loss(CosineDistance.forward(anchors: anchors.output, references: references.output), masks))
        #expect(abs(reduced.value - golden.value) < 1e-5 * golden.value)
        var da = Matrix(rows: anchors.output.rows, columns: anchors.output.columns)
        var dr = Matrix(rows: references.output.rows, columns: references.output.columns)
        CosineDistance.backward(
            slopes: reduced.slopes, anchors: anchors.output, references: references.output, addingTo: &da, &dr)
        var anchorGradient = anchors.backward(da)
        let referenceGradient = references.backward(dr)
        if golden.cross {
            expectClose(referenceGradient.values, golden.referenceGradient.values, "references")
        } else {
            anchorGradient.add(referenceGradient)
        }
        expectClose(anchorGradient.values, golden.anchorGradient.values, "anchors")
    }
}
