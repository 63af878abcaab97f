import Foundation
@testable import MetricLearning
import Settings
import Tensors
import Testing

@Suite struct TrainerTests {
    private let training = TwoViews.make(items: 300, seed: 1)
    private let validation = TwoViews.make(items: 200, seed: 2)

    private func train(
        _ settings: TrainingSettings, on training: PairedFeatures? = nil, validatingOn validation: PairedFeatures? = nil
    ) throws -> TrainedModel {
        try Trainer(settings, classCount: 5).train(on: training ?? self.training, validatingOn: validation ?? self.validation)
    }

    @Test(arguments: LossRegistry.names, ProxyRegistry.names) func separableViewsAreLearned(loss: String, proxy: String) throws {
        var settings = TwoViews.settings
        settings.loss = try LossRegistry.entry(named: loss).reading(SettingsFile(text: "", named: "t.yaml").root)
        settings.proxy.kind = proxy
        let trained = try train(settings)
        let best = try #require(trained.history.first { $0.epoch == trained.bestEpoch }?.validationMAP)
        // Chance is 0.22; losses that see one pair of a class, or one vector for it, are slower than those of all pairs.
        #expect(best.average > 0.7, "\(best)")
        let first = try #require(trained.history.first), last = try #require(trained.history.last)
        #expect((last.losses["total"] ?? .nan) < 0.8 * (first.losses["total"] ?? .nan))
        #expect(trained.batch == 50 && trained.learningRate == 3e-3)
    }

    @Test func shuffledLabelsStayNearChance() throws {
        let trained = try train(
            TwoViews.settings, on: TwoViews.make(items: 300, seed: 1, shuffledLabels: true),
            validatingOn: TwoViews.make(items: 200, seed: 2, shuffledLabels: true))
        let best = try #require(trained.history.compactMap(\.validationMAP?.average).max())
        #expect(best < 0.26, "five classes: chance is 0.22")
    }

    @Test(.timeLimit(.minutes(1))) func theSameRunTwiceIsTheSameToTheBit() throws {
        var settings = TwoViews.settings
        settings.epochs = 4
        let first = try train(settings), second = try train(settings)
        #expect(first.model == second.model)
        #expect(first.history.map(\.losses) == second.history.map(\.losses))
        settings.seed = 1
        #expect(try train(settings).model != first.model)
    }

    @Test func theBestEpochIsKept() throws {
        var settings = TwoViews.settings
        settings.epochs = 12
        settings.patience = 3
        let trained = try train(settings)
        let scores = trained.history.compactMap(\.validationMAP?.average)
        let best = try #require(scores.max())
        #expect(trained.bestEpoch == (try #require(scores.firstIndex(of: best))) + 1)
        settings.epochs = trained.bestEpoch
        settings.patience = 100
        #expect(try train(settings).model == trained.model)
    }

    @Test func patienceEndsTraining() throws {
        var settings = TwoViews.settings
        (settings.epochs, settings.patience, settings.evaluateEvery) = (1_000, 2, 3)
        let trained = try train(settings)
        #expect(trained.whyStopped == .patience && trained.lastEpoch == trained.bestEpoch + 6)
        #expect(trained.history.allSatisfy { ($0.validationMAP != nil) == ($0.epoch % 3 == 0) })
    }

    @Test func withoutValidationTheLastEpochIsTheResult() throws {
        var settings = TwoViews.settings
        settings.epochs = 3
        let none = PairedFeatures(audio: Matrix(rows: 0, columns: 12), visual: Matrix(rows: 0, columns: 20), labels: [])
        let trained = try train(settings, validatingOn: none)
        #expect(trained.bestEpoch == 3 && trained.lastEpoch == 3 && trained.whyStopped == .completed)
        #expect(trained.history.allSatisfy { $0.validationMAP == nil })
    }

    @Test(arguments: [ModelSelection.map, .posteriorMAP, .instanceMRR]) func theEpochIsChosenAsAsked(selection: ModelSelection) throws {
        var settings = TwoViews.settings
        (settings.epochs, settings.patience, settings.selection) = (6, 100, selection)
        let trained = try train(settings)
        let scores = trained.history.compactMap { record -> Double? in
            switch selection {
            case .map: record.validationMAP?.average
            case .posteriorMAP: record.validationPosteriorMAP?.average
            default: record.validationReciprocalRank
            }
        }
        #expect(scores.count == 6 && trained.chosenBy == selection)
        let best = try #require(scores.max())
        let index = try #require(scores.firstIndex(of: best))
        #expect(trained.bestScore == best && trained.bestEpoch == index + 1)
    }

    @Test func theLastEpochCanBeAskedFor() throws {
        var settings = TwoViews.settings
        (settings.epochs, settings.patience, settings.selection) = (6, 1, .last)
        let trained = try train(settings)
        #expect(trained.bestEpoch == 6 && trained.bestScore == nil && trained.chosenBy == .last && trained.whyStopped == .completed)
        #expect(trained.history.allSatisfy { $0.validationMAP != nil })
    }

    @Test func aPosteriorThatIsNotThereCannotChoose() {
        var settings = TwoViews.settings
        (settings.labelWeight, settings.selection) = (0, .posteriorMAP)
        #expect(throws: MetricLearningError.noLabelProjection) { try train(settings) }
    }

    @Test func theScheduleMovesTheRate() throws {
        var settings = TwoViews.settings
        (settings.epochs, settings.patience) = (4, 100)
        (settings.schedule.kind, settings.schedule.every, settings.schedule.factor) = ("step", 2, 0.5)
        #expect(try train(settings).history.map(\.learningRate) == [3e-3, 3e-3, 1.5e-3, 1.5e-3])
    }

    @Test func balancedBatchesAndOtherOptimisersLearn() throws {
        var settings = TwoViews.settings
        settings.batches.kind = "class-balanced"
        (settings.optimiser.kind, settings.optimiser.weightDecay, settings.learningRate) = ("sgd", 1e-3, .fixed(0.05))
        let trained = try train(settings)
        #expect((trained.bestScore ?? 0) > 0.9)
    }

    @Test func stoppingReturnsTheBestSoFar() throws {
        var asked = 0
        let trained = try Trainer(TwoViews.settings, classCount: 5).train(
            on: training, validatingOn: validation,
            observer: TrainingObserver(shouldStop: { asked += 1; return asked > 15 }))   // six steps an epoch
        #expect(trained.whyStopped == .interrupted && trained.lastEpoch == 2 && trained.history.count == 2)
        #expect([1, 2].contains(trained.bestEpoch))
    }

    @Test func anErrorOfTheObserverPassesOn() {
        struct Stop: Error {}
        var seen: [Int] = []
        #expect(throws: Stop.self) {
            try Trainer(TwoViews.settings, classCount: 5).train(on: training, validatingOn: validation, observer: TrainingObserver(onEpoch: { record in
                seen.append(record.epoch)
                if record.epoch == 2 { throw Stop() }
            }))
        }
        #expect(seen == [1, 2])
    }

    @Test func divergenceIsNamed() throws {
        var settings = TwoViews.settings
        settings.proxy.kind = "none"   // attention would overflow first
        var huge = training
        for index in huge.visual.values.indices { huge.visual.values[index] *= 1e30 }
        do {
            _ = try train(settings, on: huge)
            Issue.record("a network fed 1e30 should diverge")
        } catch let error as MetricLearningError {
            guard case .diverged(let epoch, let step, let term) = error else { throw error }
            #expect(epoch == 1 && step == 1 && term == "reconstruction.visual")
        }
    }

    @Test func clippingBoundsTheStepAndRecordsTheWholeNorm() throws {
        var settings = TwoViews.settings
        settings.epochs = 1
        let free = try train(settings)
        settings.gradientClip = 1e-3
        let clipped = try train(settings)
        #expect(clipped.model != free.model)
        #expect(try #require(clipped.history.first).gradientNorm > 1e-3)
    }

    @Test func recordsSurviveJSON() throws {
        var settings = TwoViews.settings
        settings.epochs = 1
        let record = try #require(try train(settings).history.first)
        #expect(try JSONDecoder().decode(EpochRecord.self, from: JSONEncoder().encode(record)) == record)
        #expect(Set(record.losses.keys) == [
            "metric.audio-visual", "metric.visual-audio", "metric.audio-audio", "metric.visual-visual",
            "label.audio", "label.visual", "reconstruction.audio", "reconstruction.visual", "total",
        ])
    }

    @Test func awkwardSetsAreTrained() throws {
        var settings = TwoViews.settings
        (settings.epochs, settings.batch, settings.proxy.k) = (2, 400, 100)
        // Constant columns, a class of one item, classes without items, k beyond the batch, duplicates.
        var set = TwoViews.make(items: 9, classes: 4, seed: 3)
        for row in 0..<9 { set.audio[row, 0] = 0 }
        for column in 0..<12 { set.audio[5, column] = set.audio[1, column] }
        let trained = try Trainer(settings, classCount: 7).train(on: set, validatingOn: set)
        #expect(trained.batch == 9 && trained.lastEpoch == 2)
        #expect(trained.model.classCount == 7)
    }

    @Test func badSetsAreRefused() throws {
        func error(_ change: (inout PairedFeatures) -> Void) throws -> MetricLearningError? {
            var changed = training
            change(&changed)
            do {
                _ = try train(TwoViews.settings, on: changed)
                return nil
            } catch { return error as? MetricLearningError }
        }
        #expect(try error { $0.labels[7] = 5 } == .labelOutOfRange(set: "training", row: 7, label: 5, classCount: 5))
        #expect(try error { $0.labels[7] = -1 } == .labelOutOfRange(set: "training", row: 7, label: -1, classCount: 5))
        #expect(try error { $0.visual[3, 2] = .nan } == .featureNotFinite(set: "training", modality: "visual", row: 3, column: 2))
        #expect(try error { $0.labels.removeLast() } == .rowCounts(set: "training", audio: 300, visual: 300, labels: 299))
        #expect(try error { $0.labels = $0.labels.map { _ in 2 } } == .tooFewItems(items: 300, usableClasses: 1))
        let narrow = PairedFeatures(audio: normal(2, 11, seed: 1), visual: normal(2, 20, seed: 1), labels: [0, 1])
        #expect(throws: MetricLearningError.width(set: "validation", modality: "audio", columns: 11, expected: 12)) {
            try train(TwoViews.settings, validatingOn: narrow)
        }
    }
}
