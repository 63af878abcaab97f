import ArrayFiles
import Clips
import Digests
import Features
import Files
import Foundation
import Kernels
import MetricLearning
import Store
import Tensors
import Weights
import Workflow

/// Trains a model on the table's training part and chooses its epoch by the validation part.
struct TrainStage: Stage {
    let settings: TrainStageSettings
    let resolved: String
    let workspace: Workspace
    let ledger: CatalogueLedger

    let name = StageName.train.rawValue
    var outputs: [String] { [workspace.model, workspace.history, workspace.training] }

    private static let version = "2"

    func fingerprint() throws -> Fingerprint {
        Fingerprint([Ingredient("version", Self.version), try ledger.ingredient(of: .assemble), Ingredient("train", resolved)])
    }

    func run(_ context: RunContext) throws -> String {
        BLASThreads.count = context.workers
        let table = try readTable(workspace.table)
        let training = features(table, .train), validation = features(table, .validation)
        guard training.count > 0 else { throw StageError.emptyPart(part: "training", detail: "check 'dataset.split'") }
        let checkpoints = CheckpointFile(path: workspace.checkpoint, fingerprint: try fingerprint())
        let checkpoint = try checkpoints.read()
        let done = try checkpoint?.history ?? []
        if let last = done.last { context.events.emit(.notice("training goes on after epoch \(last.epoch), from \(workspace.checkpoint)")) }
        let history = try HistoryFile(path: workspace.history, keeping: done)
        let trained = try Trainer(settings.training, classCount: table.classNames.count).train(
            on: training, validatingOn: validation, from: checkpoint,
            observer: TrainingObserver(
                onEpoch: { record in
                    try history.append(record)
                    report(record, context)
                },
                onCheckpoint: { try checkpoints.write($0) },
                shouldStop: { context.interruption.signal != nil }))
        try context.stopIfInterrupted()
        try history.finish()
        try save(trained, table)
        try checkpoints.remove()
        return summary(trained)
    }

    private func report(_ record: EpochRecord, _ context: RunContext) {
        let parts = [
            record.losses["total"].map { String(format: "loss %.4f", $0) },
            record.validationMAP.map { String(format: "validation MAP %.3f", $0.average) },
        ]
        context.events.emit(.progress(
            stage: name, done: record.epoch, total: settings.training.epochs, failed: 0, unit: "epochs",
            note: parts.compactMap(\.self).joined(separator: ", ")))
    }

    private func features(_ table: FeatureTable, _ part: Split) -> PairedFeatures {
        let rows = table.rows(of: part)
        var labels = rows.map { table.labels[$0] }
        if settings.shufflesLabels {
            labels = shuffledLabels(labels, seed: settings.training.seed, stream: "shuffled labels of \(part.rawValue)")
        }
        return PairedFeatures(audio: table.audio.gathering(rows: rows), visual: table.visual.gathering(rows: rows), labels: labels)
    }

    private func save(_ trained: TrainedModel, _ table: FeatureTable) throws {
        try OutputFile.replace(workspace.training, with: try json(TrainingOutcome(trained, shuffledLabels: settings.shufflesLabels)))
        let transformDigest = FileManager.default.fileExists(atPath: workspace.transform) ? try SHA256.hex(ofFile: workspace.transform) : "none"
        try Safetensors.write(
            TensorDictionary(
                tensors: trained.model.tensors,
                metadata: [
                    "transform_sha256": transformDigest, "best_epoch": String(trained.bestEpoch),
                    "class_names": TextList.json(table.classNames),
                    "train": resolved, SynthesizedWeights.markKey: table.isSynthesized ? "true" : "false",
                ]),
            to: workspace.model)
    }

    private func summary(_ trained: TrainedModel) -> String {
        let outcome = TrainingOutcome(trained, shuffledLabels: settings.shufflesLabels)
        let epochs = trained.whyStopped == .closedForm
            ? outcome.reason : "\(trained.lastEpoch) epochs, best is \(trained.bestEpoch) (\(outcome.reason)"
                + (trained.bestScore.map { String(format: ", %.3f)", $0) } ?? ")")
        return epochs
            + trained.chosen.sorted { $0.key < $1.key }.map { "; \($0.key) \($0.value)" }.joined()
            + (settings.shufflesLabels ? "; labels were SHUFFLED (control)" : "")
    }
}
