import Clips
import DemoClips
import Foundation
@testable import Stages
import Store
import Tensors
import Testing
import Workflow

/// One small archive through every stage, and what a second run, a changed setting and a changed clip make of it.
@Suite(.serialized) struct EndToEndTests {
    /// Made once: extraction is the expensive part.
    private static let shared = Result { try Fixture() }

    struct Fixture: Sendable {
        let scratch = Scratch()
        let run: PipelineRun
        let first: Recorder

        init() throws {
            let archive = scratch.file("VEGAS.tar")
            _ = try DemoDataset(seed: 3, clips: 50, clipSeconds: 2).write(layout: .vegas, to: archive)
            run = try PipelineRun(scratch, """
                name: small
                workspace: \(scratch.file("workspace"))
                dataset:
                  layout: vegas
                  sources: [\(archive)]
                  split: {ratio: [0.6, 0, 0.4], seed: 1}
                extract:
                  audio: {weights: {synthesize: 7}}
                  visual: {weights: {synthesize: 7}}
                train: {epochs: 8, batch: 30, hidden: 64}
                """)
            first = try run.run()
        }
    }

    let fixture: Fixture

    init() throws { fixture = try Self.shared.get() }

    @Test func theFirstRunDoesEveryStage() throws {
        #expect(fixture.first.ran.keys.sorted() == ["assemble", "evaluate", "extract", "ingest", "report", "train"])
        #expect(fixture.first.failures.isEmpty)
        #expect(fixture.first.summary(of: "extract")?.contains("synthesized (random) weights") == true)
    }

    @Test func silentVideosTakeTheirSoundFromTheWav() throws {
        let pipeline = try fixture.run.pipeline()
        let paired = try pipeline.catalogue.samples().filter { $0.members[.audio] != $0.members[.visual] }
        #expect(!paired.isEmpty)
        #expect(paired.allSatisfy { $0.members[.audio]?.name.hasSuffix(".wav") == true && $0.members[.visual]?.name.hasSuffix(".mp4") == true })
        let status = try pipeline.status()
        #expect(status.features == ["audio": 50, "visual": 50])
        #expect(!status.isIncomplete)
    }

    @Test func rowsAreCachedWithTheirTimes() throws {
        let pipeline = try fixture.run.pipeline()
        let cache = try #require(pipeline.cache)
        for extractor in try cache.extractors() {
            let (sha256, _) = try #require(try cache.digests(of: extractor.fingerprint).min { $0.key < $1.key })
            let record = try #require(try cache.features(of: sha256, extractor: extractor.fingerprint))
            #expect(record.rows.rows == 2)
            #expect(record.rows.columns == (extractor.modality == .audio ? 128 : 2048))
            #expect(record.times.map(\.start) == (extractor.modality == .audio ? [0, 0.96] : [0, 1]))
            #expect(extractor.synthesized)
        }
    }

    @Test func aSecondRunDoesNothing() throws {
        #expect(try fixture.run.run().ran.isEmpty)
    }

    @Test func aTrainingSettingRerunsOnlyWhatItTouches() throws {
        let recorder = try fixture.run.run(["name=other", "train.epochs=2"], selection: StageSelection(from: "ingest", to: "train"))
        #expect(recorder.summary(of: "extract")?.hasPrefix("0 clips decoded") == true)
        let again = try fixture.run.run(["name=other", "train.epochs=3"])
        #expect(again.ran.keys.sorted() == ["evaluate", "report", "train"])
        #expect(again.ran["train"]?.contains("train changed") == true)
    }

    @Test func foldFilesAssignTheParts() throws {
        let samples = try fixture.run.pipeline().catalogue.samples()
        let test = samples.enumerated().filter { $0.offset % 3 == 0 }.map(\.element.id)
        try fixture.scratch.write(test.joined(separator: "\n"), to: "folds/a.txt")
        try fixture.scratch.write(samples.map(\.id).filter { !test.contains($0) }.joined(separator: "\r\n"), to: "folds/b.txt")
        let overrides = ["workspace=\(fixture.scratch.file("folded"))", "dataset.split={folds: \(fixture.scratch.file("folds")), test: 0}"]
        try fixture.run.run(overrides, selection: StageSelection(only: "ingest"))
        let folded = try fixture.run.pipeline(overrides).catalogue.samples()
        #expect(folded.filter { $0.split == .test }.map(\.id) == test)
        #expect(folded.contains { $0.split == .validation } && folded.allSatisfy { $0.split != nil })
    }

    @Test func trainingAloneNeedsNeitherArchiveNorWeights() throws {
        let overrides = ["dataset.sources=[\(fixture.scratch.file("gone.tar"))]", "extract.audio.weights=gone", "train.epochs=2"]
        #expect(throws: StageError.self) { try fixture.run.run(overrides) }
        let pipeline = try fixture.run.pipeline()
        let before = try Data(contentsOf: URL(fileURLWithPath: pipeline.workspace.model))
        #expect(try fixture.run.run(overrides, selection: StageSelection(only: "train")).ran.keys.sorted() == ["train"])
        #expect(try fixture.run.run(selection: StageSelection(only: "train")).ran.keys.sorted() == ["train"])
        #expect(try Data(contentsOf: URL(fileURLWithPath: pipeline.workspace.model)) == before)
        try fixture.run.run()
    }

    @Test func trainingIsReproducibleToTheBit() throws {
        let model = try fixture.run.pipeline().workspace.model
        let before = try Data(contentsOf: URL(fileURLWithPath: model))
        try fixture.run.run(selection: StageSelection(forced: ["train"]))
        #expect(try Data(contentsOf: URL(fileURLWithPath: model)) == before)
    }

    @Test func featuresDoNotDependOnTheNumberOfWorkers() throws {
        let single = ["workspace=\(fixture.scratch.file("single"))", "until=extract"]
        try fixture.run.run(single, workers: 1)
        let (one, two) = (try #require(try fixture.run.pipeline(single).cache), try #require(try fixture.run.pipeline().cache))
        for extractor in try two.extractors() {
            #expect(try one.digests(of: extractor.fingerprint) == two.digests(of: extractor.fingerprint))
        }
    }

    @Test func metricsNameBothDirectionsAndTheirSettings() throws {
        let data = try Data(contentsOf: URL(fileURLWithPath: try fixture.run.pipeline().workspace.metrics))
        let metrics = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        let map = try #require(metrics["map"] as? [String: Double])
        #expect(Set(map.keys) == ["audio_to_visual", "visual_to_audio", "average"])
        #expect(map.values.allSatisfy { $0 > 0 && $0 <= 1 })
        let recall = try #require(metrics["recall"] as? [String: [String: Double]])
        #expect(Set(try #require(recall["audio_to_visual"]).keys) == ["1", "5", "10"])
        #expect(metrics["synthesized_weights"] as? Bool == true)
    }

    @Test func theReportWarnsOfRandomWeightsAndShowsPictures() throws {
        let page = try String(contentsOfFile: try fixture.run.pipeline().workspace.report, encoding: .utf8)
        #expect(page.contains("synthesized (random) weights"))
        #expect(page.contains("data:image/jpeg;base64,"))
        #expect(page.contains("helicopter"))
    }

    @Test func anotherPipelineTrainsFromTheWorkspaceOrTheTableAlone() throws {
        for (name, features) in [("from-workspace", fixture.scratch.file("workspace")), ("from-table", try fixture.run.pipeline().workspace.table)] {
            let training = try PipelineRun(fixture.scratch, """
                name: \(name)
                workspace: \(fixture.scratch.file(name))
                features: \(features)
                assemble: {visual: {post: none, normalize: none}, audio: {normalize: none}}
                train: {epochs: 2, batch: 30, hidden: 32, shuffle_labels: true}
                """, file: name + ".yaml")
            let recorder = try training.run()
            #expect(recorder.ran.keys.sorted() == ["assemble", "evaluate", "report", "train"])
            #expect(recorder.summary(of: "train")?.contains("SHUFFLED") == true)
            #expect(try training.run().ran.isEmpty)
        }
    }

    @Test func audioAloneStopsAfterExtraction() throws {
        let overrides = ["workspace=\(fixture.scratch.file("audio-only"))", "until=extract", "extract.visual=none"]
        try fixture.run.run(overrides)
        #expect(try fixture.run.pipeline(overrides).status().features == ["audio": 50])
        #expect(throws: StageError.modalityMissing(.visual)) { try fixture.run.run(["extract.visual=none"]) }
    }
}
