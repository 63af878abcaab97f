import Testing
import Tensors
@testable import MetricLearning

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
