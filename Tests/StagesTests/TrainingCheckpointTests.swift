import ArrayFiles
import Clips
import Features
import Foundation
import MetricLearning
import Settings
@testable import Stages
import Tensors
import Testing
import Workflow

/// The train stage stopped and continued, on features from a file.
@Suite struct TrainingCheckpointTests {
    private struct Killed: Error {}

    private func pipeline(_ scratch: Scratch) throws -> PipelineRun {
        var generator = SeededGenerator(seed: 1)
        let labels = (0..<120).map { $0 % 4 }
        func view(_ width: Int) -> Tensor {
            let centres = (0..<(4 * width)).map { _ in generator.normal() }
            return Tensor(shape: [120, width], values: labels.flatMap { label in
                (0..<width).map { Float(centres[label * width + $0] + generator.normal()) }
            })
        }
        let path = scratch.file("features.safetensors")
        try Safetensors.write(
            TensorDictionary(
                tensors: ["audio_feat": view(12), "visual_feat": view(20)],
                integers: [
                    "Label_ID": IntegerTensor(shape: [120], values: labels.map(Int64.init)),
                    "Train_test": IntegerTensor(shape: [120], values: (0..<120).map { $0 % 5 == 0 ? 0 : 1 }),
                ]),
            to: path)
        return try PipelineRun(scratch, """
            name: small
            workspace: \(scratch.file("workspace"))
            features: \(path)
            assemble: {visual: {post: none}}
            train: {epochs: 6, batch: 32, hidden: 32, embedding: 16, patience: 100, learning_rate: 0.003, checkpoint_every: 1}
            """)
    }

    @Test func aKilledTrainingGoesOn() throws {
        let scratch = Scratch()
        let run = try pipeline(scratch)
        try run.run()
        let workspace = try run.pipeline().workspace
        let through = try Safetensors.read(workspace.model).tensors
        #expect(!FileManager.default.fileExists(atPath: workspace.checkpoint))
        let epochs = try HistoryFile.read(workspace.history)

        // What a kill after epoch 4, with the checkpoint of epoch 3, leaves behind.
        let pipeline = try run.pipeline()
        let stage = try #require(pipeline.stages.first { $0.name == "train" } as? TrainStage)
        let file = CheckpointFile(path: workspace.checkpoint, fingerprint: try stage.fingerprint())
        let table = try FeatureTable(path: workspace.table)
        func part(_ split: Split) -> PairedFeatures {
            let rows = table.rows(of: split)
            return PairedFeatures(
                audio: table.audio.gathering(rows: rows), visual: table.visual.gathering(rows: rows), labels: rows.map { table.labels[$0] })
        }
        let training = part(.train), validation = part(.validation)
        #expect(training.count + validation.count == 96 && (8...12).contains(validation.count), "a tenth of training is held out")
        var third: TrainingCheckpoint?
        #expect(throws: Killed.self) {
            try Trainer(pipeline.settings.train.training, classCount: table.classNames.count).train(
                on: training, validatingOn: validation,
                observer: TrainingObserver(onEpoch: { if $0.epoch == 4 { throw Killed() } }, onCheckpoint: { third = $0 }))
        }
        try file.write(try #require(third))
        try FileManager.default.removeItem(atPath: workspace.model)
        try run.run(["train.checkpoint_every=4"])
        #expect(try Safetensors.read(workspace.model).tensors == through)
        let again = try HistoryFile.read(workspace.history)
        #expect(again.map(\.losses) == epochs.map(\.losses) && again.map(\.epoch) == Array(1...6))
        #expect(again[0].seconds == third.flatMap { try? $0.history[0].seconds })
        #expect(!FileManager.default.fileExists(atPath: workspace.checkpoint))
    }

    @Test func aStaleCheckpointIsNotContinued() throws {
        let scratch = Scratch()
        let run = try pipeline(scratch)
        try run.run(selection: StageSelection(to: "assemble"))
        let workspace = try run.pipeline().workspace
        let other = CheckpointFile(path: workspace.checkpoint, fingerprint: Fingerprint([Ingredient("train", "another")]))
        try other.write(TrainingCheckpoint(tensors: [:], state: "{}"))
        let own = CheckpointFile(path: workspace.checkpoint, fingerprint: Fingerprint([Ingredient("train", "own")]))
        #expect(try own.read() == nil)
        try run.run()
        #expect(!FileManager.default.fileExists(atPath: workspace.checkpoint))
    }

    @Test func aDamagedCheckpointIsNamed() throws {
        let scratch = Scratch()
        let path = scratch.file("checkpoint.safetensors")
        try scratch.write("not a tensor file", to: "checkpoint.safetensors")
        let error = #expect(throws: StageError.self) {
            try CheckpointFile(path: path, fingerprint: Fingerprint([])).read()
        }
        #expect(error.map { "\($0)" }?.hasSuffix("remove it to train from the start") == true)
        #expect(error.map { "\($0)" }?.hasPrefix(path) == true)
    }

    @Test func aFlippedBitInACheckpointIsNamed() throws {
        let scratch = Scratch()
        let path = scratch.file("checkpoint.safetensors")
        let file = CheckpointFile(path: path, fingerprint: Fingerprint([]))
        let checkpoint = TrainingCheckpoint(tensors: ["parameter.w": Tensor(shape: [2, 3], values: [1, 2, 3, 4, 5, 6])], state: "{\"epoch\": 3}")
        try file.write(checkpoint)
        #expect(try file.read() == checkpoint)
        var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        bytes[bytes.count - 2] ^= 1
        try bytes.write(to: URL(fileURLWithPath: path))
        let error = #expect(throws: StageError.self) { try file.read() }
        #expect(error.map { "\($0)" }?.contains("its SHA-256 is not that of what was written") == true)
    }

    @Test(arguments: ["cca", "label-classifier"]) func theReportSaysWhichEpochAndWhy(method: String) throws {
        let scratch = Scratch()
        let run = try pipeline(scratch)
        let keys = method == "cca" ? "{method: cca}" : "{method: \(method), epochs: 3, batch: 32, hidden: 16, embedding: 8}"
        try run.run(["train=\(keys)"])
        let workspace = try run.pipeline().workspace
        let outcome = try readJSON(workspace.training, as: TrainingOutcome.self, from: .train)
        let page = try String(contentsOfFile: workspace.report, encoding: .utf8)
        if method == "cca" {
            #expect(outcome.whyStopped == .closedForm && outcome.bestEpoch == 1 && outcome.chosen["ridge"] != nil)
            #expect(page.contains("a closed form has no epochs"))
        } else {
            #expect(outcome.chosenBy == .posteriorMAP && outcome.reason == "highest validation MAP by posterior")
            #expect(page.contains("Best epoch: \(outcome.bestEpoch) (highest validation MAP by posterior)"))
            #expect(page.contains("Validation MAP by posterior"))
        }
    }
}
