import Files
import Clips
import Digests
import Foundation
import Kernels
import MetricLearning
import Store
import TensorFiles
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

    private static let version = "1"

    func fingerprint() throws -> Fingerprint {
        Fingerprint([Ingredient("version", Self.version), try ledger.ingredient(of: .assemble), Ingredient("train", resolved)])
    }

    func run(_ context: RunContext) throws -> String {
        BLASThreads.count = context.workers
        let table = try FeatureTable(path: workspace.table)
        let training = features(table, .train), validation = features(table, .validation)
        guard training.count > 0 else { throw StageError.emptyPart(part: "training", detail: "check 'dataset.split'") }
        let history = try HistoryFile(path: workspace.history)
        let epochs = settings.training.epochs
        let trained = try Trainer(settings.training, classCount: table.classNames.count).train(
            on: training, validatingOn: validation,
            onEpoch: { record in
                try history.append(record)
                let note = record.validationMAP.map { String(format: "loss %.4f, validation MAP %.3f", record.losses["total"] ?? .nan, $0.average) }
                context.events.emit(.progress(
                    stage: name, done: record.epoch, total: epochs, failed: 0, unit: "epochs", note: note ?? ""))
            },
            shouldStop: { context.interruption.signal != nil })
        try context.stopIfInterrupted()
        try history.finish()
        try save(trained, table)
        return summary(trained)
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
        let best = trained.history.first { $0.epoch == trained.bestEpoch }?.validationMAP?.average
        return "\(trained.lastEpoch) epochs, best is \(trained.bestEpoch)"
            + (best.map { String(format: " with validation MAP %.3f", $0) } ?? "")
            + (settings.shufflesLabels ? "; labels were SHUFFLED (control)" : "")
    }
}

/// How training went: `training.json`.
struct TrainingOutcome: Codable {
    let bestEpoch: Int
    let lastEpoch: Int
    let whyStopped: StopReason
    let learningRate: Double
    let batch: Int
    let shuffledLabels: Bool

    init(_ trained: TrainedModel, shuffledLabels: Bool) {
        bestEpoch = trained.bestEpoch
        lastEpoch = trained.lastEpoch
        whyStopped = trained.whyStopped
        learningRate = trained.learningRate
        batch = trained.batch
        self.shuffledLabels = shuffledLabels
    }
}
