@testable import MetricLearning
import Settings
import Tensors
import Testing

/// A training that is stopped and continued ends where one that went through does.
@Suite struct CheckpointTests {
    private struct Killed: Error {}

    private let training = TwoViews.make(items: 120, seed: 1)
    private let validation = TwoViews.make(items: 60, seed: 2)

    private func train(
        _ settings: TrainingSettings, from checkpoint: TrainingCheckpoint? = nil, observer: TrainingObserver = TrainingObserver()
    ) throws -> TrainedModel {
        try Trainer(settings, classCount: 5).train(on: training, validatingOn: validation, from: checkpoint, observer: observer)
    }

    private var settings: TrainingSettings {
        var settings = TwoViews.settings
        (settings.epochs, settings.patience, settings.batch, settings.checkpointEvery) = (7, 100, 30, 1)
        (settings.schedule.kind, settings.schedule.warmup, settings.gradientClip) = ("cosine", 1.5, 0.5)
        return settings
    }

    /// Without times, which are never the same.
    private func records(_ trained: TrainedModel) -> [EpochRecord] {
        trained.history.map { record in
            var record = record
            record.seconds = 0
            return record
        }
    }

    private func expectSame(_ continued: TrainedModel, _ through: TrainedModel, sourceLocation: SourceLocation = #_sourceLocation) {
        #expect(continued.model == through.model, sourceLocation: sourceLocation)
        #expect(records(continued) == records(through), sourceLocation: sourceLocation)
        #expect(continued.bestEpoch == through.bestEpoch && continued.bestScore == through.bestScore, sourceLocation: sourceLocation)
        #expect(continued.whyStopped == through.whyStopped, sourceLocation: sourceLocation)
    }

    @Test(arguments: ["adam", "sgd"], ["shuffled", "class-balanced"]) func aKilledTrainingGoesOnToTheBit(
        optimiser: String, batches: String
    ) throws {
        var settings = settings
        (settings.optimiser.kind, settings.optimiser.weightDecay, settings.batches.kind) = (optimiser, 0.01, batches)
        settings.checkpointEvery = 2
        let through = try train(settings)
        var kept: [TrainingCheckpoint] = []
        #expect(throws: Killed.self) {
            try train(settings, observer: TrainingObserver(
                onEpoch: { if $0.epoch == 5 { throw Killed() } }, onCheckpoint: { kept.append($0) }))
        }
        #expect(try kept.map { try $0.history.count } == [2, 4])
        expectSame(try train(settings, from: kept[1]), through)
        expectSame(try train(settings, from: kept[0]), through)
    }

    @Test func aPoliteStopKeepsTheLastEpoch() throws {
        var settings = settings
        settings.checkpointEvery = 100
        var kept: [TrainingCheckpoint] = [], asked = 0
        let stopped = try train(settings, observer: TrainingObserver(
            onCheckpoint: { kept.append($0) }, shouldStop: { asked += 1; return asked > 15 }))   // four steps an epoch
        #expect(stopped.whyStopped == .interrupted && stopped.lastEpoch == 3)
        #expect(try kept.map { try $0.history.count } == [3])
        expectSame(try train(settings, from: kept[0]), try train(settings))
    }

    @Test func aStopBeforeTheFirstEpochIsOverStartsAnew() throws {
        var kept: [TrainingCheckpoint] = []
        _ = try train(settings, observer: TrainingObserver(onCheckpoint: { kept.append($0) }, shouldStop: { true }))
        #expect(try kept.map { try $0.history.count } == [0])
        expectSame(try train(settings, from: kept[0]), try train(settings))
    }

    @Test func exhaustedPatienceStaysExhausted() throws {
        var settings = settings
        (settings.epochs, settings.patience) = (200, 2)
        var kept: [TrainingCheckpoint] = []
        let through = try train(settings, observer: TrainingObserver(onCheckpoint: { kept.append($0) }))
        #expect(through.whyStopped == .patience && kept.count == through.lastEpoch)
        expectSame(try train(settings, from: kept[kept.count - 1]), through)
    }

    @Test func damagedCheckpointsAreRefused() throws {
        var kept: TrainingCheckpoint?
        _ = try train(settings, observer: TrainingObserver(onCheckpoint: { kept = $0 }))
        let whole = try #require(kept)
        func error(_ checkpoint: TrainingCheckpoint) -> MetricLearningError? {
            do {
                _ = try train(settings, from: checkpoint)
                return nil
            } catch { return error as? MetricLearningError }
        }
        var tensors = whole.tensors
        tensors["optimiser.first.audio.encoder.0.weight"] = nil
        #expect(error(TrainingCheckpoint(tensors: tensors, state: whole.state))
            == .checkpointDamaged(detail: "'optimiser.first.audio.encoder.0.weight' is missing"))
        tensors = whole.tensors
        tensors["parameter.audio.encoder.0.bias"] = Tensor(shape: [1], values: [0])
        #expect(error(TrainingCheckpoint(tensors: tensors, state: whole.state))
            == .checkpointDamaged(detail: "'parameter.audio.encoder.0.bias' has shape [1], expected [32]"))
        #expect(error(TrainingCheckpoint(tensors: whole.tensors, state: "{}")) == .checkpointDamaged(detail: "its state cannot be read"))
    }
}
