@testable import MetricLearning
import Settings
import Tensors
import Testing

@Suite struct InitialWeightsTests {
    /// Over 4,096 draws the largest comes within a hundredth of the bound.
    private func expectWidest(_ layer: Linear, _ bound: Double) {
        let widest = Double(layer.weight.value.values.map(abs).max() ?? 0)
        #expect(widest <= bound * 1.000_001 && widest > 0.99 * bound, "\(layer.weight.name): \(widest) and \(bound)")
    }

    @Test func kaimingGivesAnActivatedLayerTwiceTheVariance() {
        let network = MultilayerPerceptron(name: "n", widths: [64, 64, 64], dropout: 0, seed: 1)
        expectWidest(network.layers[0], (6.0 / 64).squareRoot())
        expectWidest(network.layers[1], (3.0 / 64).squareRoot())
    }

    @Test func fanInGivesEveryLayerTheSame() {
        let network = MultilayerPerceptron(name: "n", widths: [64, 64, 64], dropout: 0, seed: 1, initialWeights: .fanIn)
        for layer in network.layers { expectWidest(layer, 0.125) }
    }

    /// From Kaiming's weights DSCMR's cosine ranking falls far behind, so its default is the other; the key still rules.
    @Test func onlyDSCMRStartsSmall() throws {
        func settings(_ keys: String) throws -> TrainingSettings {
            try SettingsFile(text: "train: {\(keys)}", named: "t.yaml").root.decode("train")
        }
        #expect(try settings("method: dscmr").initialWeights == .fanIn)
        #expect(try settings("method: dscmr, initial_weights: kaiming").initialWeights == .kaiming)
        #expect(try settings("method: label-classifier").initialWeights == .kaiming)
    }
}
