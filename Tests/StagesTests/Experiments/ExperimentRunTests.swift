import Foundation
import Retrieval
@testable import Stages
import Testing
import Workflow

/// Experiments on a small file of features: what runs, what is skipped, what failed, and what is left behind.
@Suite struct ExperimentRunTests {
    private let scratch = Scratch()
    private let features: String

    init() throws { features = try FeatureFile().write(to: scratch) }

    private func experiment(_ rest: String) throws -> Experiment {
        let file = try scratch.write("""
            experiment: e
            base:
              workspace: \(scratch.file("w"))
              features: \(features)
              train: {epochs: 2, batch: 12, hidden: 8, embedding: 8}
            \(rest)
            """, to: "e.yaml")
        return Experiment(try ExperimentSettings(path: file), path: file)
    }

    private func run(_ experiment: Experiment) throws -> (outcome: Experiment.Outcome, cases: [String]) {
        let recorder = Recorder()
        // One thread, as extraction has: the number of BLAS threads belongs to the process, and other tests extract meanwhile.
        let outcome = try experiment.run(RunContext(workers: 1, events: recorder, interruption: .never))
        return (outcome, recorder.finished)
    }

    private func results() throws -> ExperimentResults {
        try readJSON(scratch.file("w/runs/e/results.json"), as: ExperimentResults.self, from: .evaluate)
    }

    private static let two = "control: {train.proxy.kind: none}\nvariants: {mean: {train.proxy.kind: mean}}\nseeds: [0, 1]"

    @Test func everyCaseIsRunOnceAndComparedOnItsSeed() throws {
        let experiment = try experiment(Self.two)
        let (outcome, cases) = try run(experiment)
        #expect(cases.count == 4)
        #expect((outcome.finished, outcome.failed) == (4, 0))
        let results = try results()
        let control = results.variants[0], mean = results.variants[1]
        #expect(control.runs.map(\.seed) == [0, 1])
        #expect(control.scores["cosine"]?.difference == nil)
        let differences = try zip(mean.runs, control.runs).map { one, other in
            try #require(one.map["cosine"]).mean - (try #require(other.map["cosine"]).mean)
        }
        let found = try #require(mean.scores["cosine"]?.difference)
        #expect(abs(found.average.mean - (differences[0] + differences[1]) / 2) < 1e-12)
        #expect(abs(try #require(found.average.standardError) - abs(differences[0] - differences[1]) / 2) < 1e-12)
        let bootstrap = try #require(found.bootstrap)
        #expect(bootstrap.low <= found.average.mean && found.average.mean <= bootstrap.high)
        #expect(bootstrap.queries == 30)
        #expect(outcome.tables.contains("score: cosine") && outcome.tables.contains("score: posterior"))
        for name in ["table.md", "table.csv", "table.tex", "index.html"] { #expect(FileManager.default.fileExists(atPath: outcome.folder + "/" + name)) }
        #expect(try #require(control.chance).mean > 0.3)
        #expect(try experiment.status().count(of: .done) == 4)
    }

    @Test func aSecondRunDoesNothingAndAnotherSeedOnlyItsOwnCases() throws {
        let first = try run(try experiment(Self.two))
        let second = try run(try experiment(Self.two))
        #expect(second.cases.isEmpty)
        #expect(second.outcome.tables == first.outcome.tables)
        let more = try run(try experiment(Self.two.replacing("[0, 1]", with: "[0, 1, 2]")))
        #expect(more.cases.count == 2)
        #expect(more.cases.allSatisfy { $0.contains("seed 2") })
        let changed = try experiment(Self.two.replacing("kind: mean", with: "kind: dot"))
        #expect(try changed.status().cases.map(\.state) == [.done, .stale, .done, .stale])
        #expect(try changed.status().cases[1].because == "train: train changed")
    }

    @Test func oneTableIsSharedByTheRunsThatWouldMakeTheSame() throws {
        _ = try run(try experiment("variants: {a: {}, b: {train.hidden: 4}, c: {assemble.audio.normalize: none}}\nseeds: [0]"))
        func file(_ variant: String) throws -> Int {
            try #require(try FileManager.default.attributesOfItem(atPath: scratch.file("w/runs/e/\(variant)/seed-0/table.safetensors"))[.systemFileNumber] as? Int)
        }
        #expect(try file("a") == file("b"))
        #expect(try file("a") != file("c"))
    }

    @Test func oneTrainingServesAllThatOnlyEvaluateOtherwise() throws {
        let experiment = try experiment("variants: {a: {}, b: {evaluate.score: posterior}, c: {train.hidden: 4}}\nseeds: [0]")
        _ = try run(experiment)
        func words(_ variant: String) throws -> String { try String(contentsOfFile: scratch.file("w/runs/e/\(variant)/seed-0/log.jsonl"), encoding: .utf8) }
        #expect(try words("b").contains("\"summary\":\"as in e/a/seed-0\""))
        #expect(try words("c").components(separatedBy: "as in e/a/seed-0").count == 2)
        func digest(_ variant: String) throws -> Data { try Data(contentsOf: URL(fileURLWithPath: scratch.file("w/runs/e/\(variant)/seed-0/model.safetensors"))) }
        #expect(try digest("a") == digest("b"))
        #expect(try FileManager.default.attributesOfItem(atPath: scratch.file("w/runs/e/b/seed-0/history.jsonl"))[.referenceCount] as? Int == 1)
        #expect(try results().scoreNames.first == "chosen")
    }

    @Test func aCaseThatFailsIsNotedAndTheOthersGoOn() throws {
        let experiment = try experiment("variants: {broken: {features: \(scratch.file("gone.h5"))}, sound: {}}\nseeds: [0, 1]")
        let (outcome, _) = try run(experiment)
        #expect((outcome.finished, outcome.failed) == (2, 2))
        let failures = try results().failures
        #expect(failures.map(\.variant) == ["broken", "broken"])
        #expect(failures[0].reason.contains("gone.h5"))
        #expect(outcome.tables.contains("2 of 4 cases are finished; 2 failed."))
        let status = try experiment.status()
        #expect(status.cases.map(\.state) == [.failed, .done, .failed, .done])
        _ = try FeatureFile().write(to: scratch, "gone.h5")
        #expect(try run(experiment).outcome.failed == 0)
    }

    @Test func statusOfAnExperimentThatWasNeverRunLeavesNothingBehind() throws {
        #expect(try experiment(Self.two).status().cases.allSatisfy { $0.state == .notStarted })
        #expect(!FileManager.default.fileExists(atPath: scratch.file("w")))
    }

    @Test func modelsOfSeveralVariantsAreAveraged() throws {
        let (outcome, _) = try run(try experiment("""
            control: {evaluate.score: posterior}
            variants:
              member: {train.seed: 1<seed>}
              mean: {evaluate: {score: posterior, average_with: [<runs>/member/<case>/model.safetensors]}}
            seeds: [0, 1]
            """))
        #expect((outcome.finished, outcome.failed) == (6, 0))
        #expect(outcome.tables.contains("posterior, mean of 2 models"))
        #expect(try results().variants[2].score == "posterior, mean of 2 models")
    }

    @Test func settingsCanBeChosenWithoutTheTestPart() throws {
        let (outcome, _) = try run(try experiment("settings: {evaluate.part: validation}\nvariants: {a: {}}\nseeds: [0, 1]"))
        #expect(outcome.tables.contains("Figures are of the validation part"))
        let log = try String(contentsOfFile: scratch.file("w/runs/e/a/seed-0/log.jsonl"), encoding: .utf8)
        #expect(log.contains("on 3 validation samples"))
    }

    @Test func aSingleSeedIsWarnedOf() throws {
        let (outcome, _) = try run(try experiment("control: {train.proxy.kind: none}\nvariants: {mean: {train.proxy.kind: mean}}\nseeds: [0]"))
        #expect(outcome.tables.contains("n = 1 for control, mean: two single runs prove nothing"))
        #expect(outcome.tables.contains("(unknown, 1)"))
    }

    @Test func aCaseCanBeRunAgainFromItsResolvedFile() throws {
        _ = try run(try experiment(Self.two))
        let file = scratch.file("w/runs/e/mean/seed-1/pipeline.yaml")
        let again = try Pipeline(try PipelineSettings(path: file), path: file)
        #expect(try again.plan(StageSelection(to: "evaluate")).filter { $0.stage != "report" }.allSatisfy { $0.decision == .upToDate })
        #expect(again.settings.name == "e/mean/seed-1")
    }
}
