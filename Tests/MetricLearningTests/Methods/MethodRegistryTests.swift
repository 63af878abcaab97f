@testable import MetricLearning
import Settings
import Tensors
import Testing

/// What every method has to do, whatever it is.
@Suite struct MethodRegistryTests {
    /// Small and quick, with every shared key that the method has.
    private static func settings(_ name: String) throws -> TrainingSettings {
        let keys = switch name {
        case "random": ""
        case "cca", "c-cca": ", components: 4"
        default: ", hidden: 32, embedding: 16, batch: 50, epochs: 15, learning_rate: 0.003"
        }
        return try SettingsFile(text: "train: {method: \(name)\(keys)}", named: "t.yaml").root.decode("train")
    }

    /// The keys that only some methods have, as the documentation spells them.
    private static let documented = [
        "acmr": "margin: 0.4, label_weight: 1, triplet_weight: 1, adversarial_weight: 0.1",
        "c-cca": "components: 10, ridge: 0.1, beta: 0.2, select: map", "c-dcca": "components: 10, ridge: auto, beta: 0.2, batch_ridge: 0.001",
        "cca": "components: 10, ridge: auto, select: instance-mrr", "cctl": "margin: 0.4, triplet_weight: 1",
        "clip": "activation: relu", "corr-ae": "alpha: 0.2", "dcca": "components: 10, ridge: 1, batch_ridge: 0.001",
        "dscmr": "lambda: 0.001, eta: 0.1", "label-classifier": "heads: separate, activation: tanh", "random": "embedding: 64",
        "tnn-c-cca": "margin: 0.4, components: 10, ridge: auto, beta: 0.2",
    ]

    private static let gradientMethods = MethodRegistry.names.filter { !["cca", "c-cca", "random"].contains($0) }

    private let training = TwoViews.make(items: 200, seed: 1)
    private let validation = TwoViews.make(items: 100, seed: 2)

    private func train(_ name: String) throws -> TrainedModel {
        try Trainer(Self.settings(name), classCount: 5).train(on: training, validatingOn: validation)
    }

    @Test func namesAreUniqueAndKebabCase() {
        expectRegistryNames(MethodRegistry.names)
        #expect(MethodRegistry.names == MethodRegistry.names.sorted())
    }

    @Test(arguments: MethodRegistry.names) func buildsFromDefaultsAndRefusesAnUnknownKey(name: String) throws {
        let known = try SettingsFile(text: "train: {method: \(name)}", named: "t.yaml").root
        let settings = try known.decode("train", as: TrainingSettings.self)
        #expect(type(of: settings.method).name == name)
        let unknown = try SettingsFile(text: "train: {method: \(name), epoch: 3}", named: "t.yaml").root
        #expect(throws: SettingsError.self) { try unknown.decode("train", as: TrainingSettings.self) }
    }

    @Test(arguments: documented.keys.sorted()) func buildsFromItsDocumentedKeys(name: String) throws {
        let root = try SettingsFile(text: "train: {method: \(name), \(Self.documented[name] ?? "")}", named: "t.yaml").root
        _ = try root.decode("train", as: TrainingSettings.self)
        // What was resolved reads back as the same settings.
        let again = try SettingsFile(text: root.resolved.yaml(), named: "t.yaml").root
        _ = try again.decode("train", as: TrainingSettings.self)
        #expect(again.resolved == root.resolved)
    }

    @Test(arguments: MethodRegistry.names) func learns(name: String) throws {
        let trained = try train(name)
        let record = try #require(trained.history.first { $0.epoch == trained.bestEpoch })
        let map = try #require(trained.chosenBy == .posteriorMAP ? record.validationPosteriorMAP : record.validationMAP).average
        // Five balanced classes of a hundred items: chance is 0.24.
        if name == "random" { #expect(map < 0.35) } else { #expect(map > 0.36, "\(name): \(map)") }
        #expect(try CrossModalModel(tensors: trained.model.tensors) == trained.model)
        #expect(record.losses.values.allSatisfy { $0.isFinite })
    }

    /// The leak check: an embedding depends on its own features alone.
    @Test(arguments: MethodRegistry.names) func embedsEachItemAlone(name: String) throws {
        let model = try train(name).model
        let batch = TwoViews.make(items: 40, seed: 3), others = TwoViews.make(items: 40, seed: 4)
        func check(_ embed: (Matrix) throws -> Matrix, _ own: Matrix, _ other: Matrix) throws {
            let together = try embed(own)
            var mixed = other
            for column in 0..<own.columns { mixed[7, column] = own[7, column] }
            let alone = try embed(own.gathering(rows: [7]))
            expectClose(Array(alone.values), together.row(7).map(Double.init), relative: 1e-4, "\(name): alone")
            expectClose(Array(try embed(mixed).row(7)), together.row(7).map(Double.init), relative: 1e-4, "\(name): among others")
        }
        try check(model.embed(audio:), batch.audio, others.audio)
        try check(model.embed(visual:), batch.visual, others.visual)
        guard model.classCount != nil else { return }
        try check(model.posterior(audio:), batch.audio, others.audio)
        try check(model.posterior(visual:), batch.visual, others.visual)
    }

    @Test(arguments: gradientMethods) func continuesFromACheckpointToTheBit(name: String) throws {
        var settings = try Self.settings(name)
        (settings.epochs, settings.patience, settings.checkpointEvery) = (4, 100, 1)
        var kept: [TrainingCheckpoint] = []
        let through = try Trainer(settings, classCount: 5).train(
            on: training, validatingOn: validation, observer: TrainingObserver(onCheckpoint: { kept.append($0) }))
        let continued = try Trainer(settings, classCount: 5).train(on: training, validatingOn: validation, from: kept[1])
        #expect(continued.model == through.model)
        #expect(continued.history.map(\.losses) == through.history.map(\.losses) && continued.bestEpoch == through.bestEpoch)
    }

    @Test(arguments: MethodRegistry.names) func awkwardSetsGiveFiniteModels(name: String) throws {
        var settings = try Self.settings(name)
        (settings.epochs, settings.batch) = (2, 400)
        // Constant columns, a class of one item, classes without items, fewer items than a batch, duplicates.
        var set = TwoViews.make(items: 9, classes: 4, seed: 3)
        for row in 0..<9 {
            (set.audio[row, 0], set.visual[row, 3]) = (0, 5)
            if row > 0 { set.labels[row] = set.labels[row] % 3 }
        }
        set.labels[0] = 3
        for column in 0..<12 { set.audio[5, column] = set.audio[1, column] }
        let trained = try Trainer(settings, classCount: 7).train(on: set, validatingOn: set)
        #expect(trained.model.tensors.values.allSatisfy { $0.values.allSatisfy(\.isFinite) })
        #expect(try trained.model.embed(audio: set.audio).isFinite)
        #expect(try trained.model.embed(visual: set.visual).isFinite)
        let none = PairedFeatures(audio: Matrix(rows: 0, columns: 12), visual: Matrix(rows: 0, columns: 20), labels: [])
        let unchecked = try Trainer(settings, classCount: 7).train(on: set, validatingOn: none)
        #expect(unchecked.chosenBy == .last && unchecked.bestScore == nil)
    }

    /// Every batch-wise method learns where a batch has no two items of one class, or only one class.
    @Test(arguments: gradientMethods) func aBatchWithoutComparisonsIsNoTrouble(name: String) throws {
        var settings = try Self.settings(name)
        (settings.epochs, settings.batch) = (2, 4)
        var set = TwoViews.make(items: 8, seed: 5)
        set.labels = [0, 0, 0, 0, 0, 0, 1, 1]
        let trained = try Trainer(settings, classCount: 2).train(on: set, validatingOn: validation.gathering(rows: [0, 1, 5, 6]))
        #expect(trained.model.tensors.values.allSatisfy { $0.values.allSatisfy(\.isFinite) })
    }

    @Test(arguments: ["label-classifier", "corr-ae"]) func divergenceIsNamed(name: String) throws {
        let settings = try Self.settings(name)
        var huge = training
        for index in huge.visual.values.indices { huge.visual.values[index] *= 1e36 }
        let error = #expect(throws: MetricLearningError.self) {
            try Trainer(settings, classCount: 5).train(on: huge, validatingOn: validation)
        }
        guard case .diverged(1, 1, let term)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(!term.isEmpty)
    }
}
