@testable import MetricLearning
import Tensors
import Testing

/// The DCCA loss alone against autograd in double precision; `metric_baselines.py` made the values.
@Suite struct CorrelationLossTests {
    struct Case: Decodable {
        let share: Double
        let audio: GoldenTensor, visual: GoldenTensor
        let value: Double
        let gradients: [GoldenTensor]
    }
    struct File: Decodable { let labels: [Int]; let correlations: [Case] }

    @Test(arguments: 0..<3) func agreesWithAutograd(index: Int) throws {
        let file = try Golden.load("baselines.json", as: File.self)
        let golden = file.correlations[index]
        let loss = CorrelationLoss(ridge: 1e-3, pairShare: golden.share)
        let result = try loss.evaluate(golden.audio.matrix, golden.visual.matrix, labels: file.labels)
        #expect(abs(result.value - golden.value) <= 1e-9 * abs(golden.value))
        #expect(result.audioGradient.isFinite && result.visualGradient.isFinite)
        guard golden.gradients.count == 2 else { return }
        expectClose(result.audioGradient.values, golden.gradients[0].values, relative: 1e-6)
        expectClose(result.visualGradient.values, golden.gradients[1].values, relative: 1e-6)
    }

    @Test func embeddingsThatAreNoNumbersAreNamed() {
        var settings = TrainingSettings()
        (settings.hidden, settings.embedding) = (4, 3)
        let objective = EncoderPairObjective(
            settings, audioWidth: 2, visualWidth: 2, head: CorrelationHead(CorrelationLoss(ridge: 1e-3, pairShare: 1)))
        let huge = Matrix(rows: 4, columns: 2, repeating: .infinity)
        let terms = objective.descend(PairedFeatures(audio: huge, visual: normal(4, 2, seed: 1), labels: [0, 0, 1, 1]))
        #expect(terms.losses.map(\.name) == ["correlation"] && terms.total.isNaN)
    }

    @Test func constantColumnsAndFewItemsAreFinite() throws {
        let loss = CorrelationLoss(ridge: 1e-3, pairShare: 0.2)
        for rows in [2, 4] {
            let labels = (0..<rows).map { $0 % 2 }
            let result = try loss.evaluate(Matrix(rows: rows, columns: 5, repeating: 3), normal(rows, 6, seed: 1), labels: labels)
            #expect(result.value == 0 && result.audioGradient.isFinite && result.visualGradient.isFinite)
        }
    }
}
