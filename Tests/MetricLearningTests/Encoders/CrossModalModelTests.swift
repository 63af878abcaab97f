@testable import MetricLearning
import Tensors
import Testing

@Suite struct CrossModalModelTests {
    private let tensors: [String: Tensor] = {
        var settings = TrainingSettings()
        (settings.hidden, settings.embedding) = (8, 4)
        let objective = AnchorAwareObjective(settings, audioWidth: 5, visualWidth: 7, classCount: 3)
        return Dictionary(uniqueKeysWithValues: objective.parameters.map { ($0.name, $0.tensor) })
    }()

    @Test func embedsLikeTheNetworkItCameFrom() throws {
        let x = normal(9, 5, seed: 1)
        let network = MultilayerPerceptron(name: "audio.encoder", widths: [5, 8, 8, 4], dropout: 0, seed: 0)
        let model = try CrossModalModel(tensors: tensors)
        #expect(try model.embed(audio: x) == network.forward(x))
        #expect(model.audioWidth == 5 && model.visualWidth == 7 && model.embeddingWidth == 4 && model.classCount == 3)
        #expect(model.tensors == tensors)
    }

    @Test func posteriorsAreProbabilities() throws {
        let posterior = try CrossModalModel(tensors: tensors).posterior(visual: normal(6, 7, seed: 2))
        #expect(posterior.rows == 6 && posterior.columns == 3)
        for row in 0..<6 { #expect(abs(posterior.row(row).reduce(0, +) - 1) < 1e-6) }
    }

    @Test func activationsAndProjectionsAreKept() throws {
        let x = normal(9, 5, seed: 1)
        let network = MultilayerPerceptron(name: "audio.encoder", widths: [5, 8, 4], dropout: 0, seed: 0, activation: .tanh)
        let other = MultilayerPerceptron(name: "visual.encoder", widths: [7, 4], dropout: 0, seed: 0)
        let plain = try CrossModalModel(tensors: network.tensors.merging(other.tensors) { $1 })
        #expect(try plain.embed(audio: x) == network.forward(x))
        let weight = normal(2, 4, seed: 3), layer = DenseStack.Layer(weight: weight, bias: [1, -1])
        let projected = try plain.projected(audio: layer, visual: layer)
        #expect(projected.embeddingWidth == 2 && projected.classCount == nil)
        let embedded = try projected.embed(audio: x)
        let expected = layer(network.forward(x))
        #expect(embedded == expected)
        #expect(try CrossModalModel(tensors: projected.tensors) == projected)
    }

    @Test func separateHeadsGiveTheirOwnPosteriors() throws {
        var separate = tensors
        for part in ["weight", "bias"] {
            let shared = try #require(tensors["label_projection.\(part)"])
            separate["label_projection.\(part)"] = nil
            separate["audio.label_projection.\(part)"] = shared
            separate["visual.label_projection.\(part)"] = shared
        }
        let x = normal(3, 7, seed: 1)
        let model = try CrossModalModel(tensors: separate)
        let shared = try CrossModalModel(tensors: tensors).posterior(visual: x), own = try model.posterior(visual: x)
        #expect(own == shared)
        separate["visual.label_projection.bias"] = nil
        #expect(throws: MetricLearningError.missingTensor(name: "visual.label_projection.bias")) { try CrossModalModel(tensors: separate) }
        separate["visual.label_projection.weight"] = nil
        #expect(throws: MetricLearningError.missingTensor(name: "visual.label_projection.weight")) { try CrossModalModel(tensors: separate) }
    }

    @Test func noRowsGiveNoRows() throws {
        #expect(try CrossModalModel(tensors: tensors).embed(audio: Matrix(rows: 0, columns: 5)) == Matrix(rows: 0, columns: 4))
    }

    @Test func damagedModelsAreRefused() throws {
        func error(_ change: (inout [String: Tensor]) -> Void) -> MetricLearningError? {
            var changed = tensors
            change(&changed)
            do throws(MetricLearningError) {
                _ = try CrossModalModel(tensors: changed)
                return nil
            } catch { return error }
        }
        #expect(error { _ in } == nil)
        #expect(error { $0["audio.encoder.1.bias"] = nil } == .missingTensor(name: "audio.encoder.1.bias"))
        #expect(error { $0["visual.encoder.0.weight"] = nil } == .missingTensor(name: "visual.encoder.0.weight"))
        #expect(error { $0["spare"] = Tensor(shape: [1], values: [0]) } == .unknownTensor(name: "spare"))
        #expect(error { $0["audio.encoder.1.weight"] = Tensor(shape: [8, 9], values: [Float](repeating: 0, count: 72)) }
            == .tensorShape(name: "audio.encoder.1.weight", shape: [8, 9], expected: "[outputs, 8]"))
        #expect(error { $0["label_projection.bias"]?.values[1] = .nan } == .tensorNotFinite(name: "label_projection.bias"))
        #expect(error { $0["label_projection.weight"] = nil } == .missingTensor(name: "label_projection.weight"))
        #expect(error { $0["audio.encoder.activation"] = Tensor(shape: [1], values: [7]) } != nil)
        #expect(error { $0["audio.projection.weight"] = Tensor(shape: [2, 4], values: [Float](repeating: 0, count: 8)) }
            == .missingTensor(name: "audio.projection.bias"))
        #expect(error {
            $0["audio.projection.weight"] = Tensor(shape: [2, 4], values: [Float](repeating: 0, count: 8))
            $0["audio.projection.bias"] = Tensor(shape: [2], values: [0, 0])
        } == .missingTensor(name: "visual.projection.weight"))
        // A gap in the middle leaves a layer nobody would use.
        #expect(error { $0["audio.encoder.1.weight"] = nil } != nil)
    }

    @Test func otherWidthsAreRefused() throws {
        let model = try CrossModalModel(tensors: tensors)
        #expect(throws: MetricLearningError.embeddingWidth(modality: "visual", columns: 6, expected: 7)) {
            try model.embed(visual: normal(2, 6, seed: 1))
        }
    }
}
