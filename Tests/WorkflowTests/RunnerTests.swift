import Foundation
import Locks
import Testing
import Workflow

@Suite struct RunnerTests {
    let diary = Diary()
    let ledger: SpyLedger
    let context: RunContext

    init() {
        ledger = SpyLedger(diary: diary)
        context = RunContext(workers: 1, events: SpySink(diary: diary), interruption: .never)
    }

    private func stages(_ names: String...) -> [SpyStage] { names.map { SpyStage($0, diary) } }

    private func run(_ stages: [any Stage], _ selection: StageSelection = StageSelection()) throws -> [String] {
        let before = diary.all.count
        try Runner(stages, ledger: ledger, selection: selection).run(context)
        return Array(diary.all.dropFirst(before))
    }

    @Test func aStageIsForgottenBeforeAndRecordedAfterItRuns() throws {
        #expect(try run(stages("ingest", "train")) == [
            "ingest because it has not been finished before", "forget ingest", "run ingest", "finish ingest", "ingest: did ingest",
            "train because it has not been finished before", "forget train", "run train", "finish train", "train: did train",
        ])
        #expect(try run(stages("ingest", "train")) == ["ingest up to date", "train up to date"])
    }

    @Test func onlyWhatAChangeTouchesRunsAgain() throws {
        let seed = Shared("1")
        let stages = [SpyStage("ingest", diary), SpyStage("train", diary, input: seed)]
        _ = try run(stages)
        seed.change { $0 = "2" }
        #expect(try run(stages).first { $0.hasPrefix("train") } == "train because input changed from 1 to 2")
        #expect(diary.all.count { $0 == "run ingest" } == 1)
        #expect(diary.all.count { $0 == "run train" } == 2)
    }

    /// Ingest learns what it read by reading it: what is recorded is the fingerprint after the run.
    @Test func theFingerprintIsTakenAfterTheRun() throws {
        struct Learner: Stage {
            let name = "ingest", outputs: [String] = []
            let seen = Shared("")
            func fingerprint() -> Fingerprint { Fingerprint([Ingredient("seen", seen.value)]) }
            func run(_ context: RunContext) -> String {
                seen.change { $0 = "files" }
                return ""
            }
        }
        let stage = Learner()
        _ = try run([stage])
        #expect(ledger.finished("ingest")?.fingerprint == Fingerprint([Ingredient("seen", "files")]))
        #expect(try run([stage]) == ["ingest up to date"])
    }

    @Test func aStageThatFailsIsNotRecordedAndStopsTheRun() throws {
        var stages = stages("ingest", "train", "report")
        _ = try run(stages)
        stages[1].fails = true
        #expect(throws: SpyStage.Broken.self) { try run(stages, StageSelection(forced: ["train"])) }
        #expect(diary.all.suffix(4) == ["ingest up to date", "train because --force", "forget train", "run train"])
        #expect(ledger.finished("train") == nil)
        stages[1].fails = false
        #expect(try run(stages)[1] == "train because it has not been finished before")
    }

    /// A stage that writes a file, whose path comes with it.
    private func writer(_ name: String) -> (SpyStage, output: String) {
        let output = FileManager.default.temporaryDirectory.appending(path: "runner-\(UUID().uuidString)").path
        var stage = SpyStage(name, diary)
        stage.outputs = [output]
        return (stage, output)
    }

    @Test func anOutputThatIsMissingOrDamagedMakesAStageRunAgain() throws {
        let (stage, output) = writer("train")
        defer { try? FileManager.default.removeItem(atPath: output) }
        _ = try run([stage])
        #expect(try run([stage]) == ["train up to date"])
        try FileManager.default.removeItem(atPath: output)
        #expect(try run([stage])[0] == "train because \(output) is missing")
        try Data("Train".utf8).write(to: URL(fileURLWithPath: output))
        #expect(try run([stage])[0] == "train because \(output) is damaged: its SHA-256 is not that of what was written")
        #expect(try run([stage]) == ["train up to date"])
    }

    @Test func nothingReadsTheDamagedOutputOfAStageThatIsNotWanted() throws {
        let (stage, output) = writer("assemble")
        defer { try? FileManager.default.removeItem(atPath: output) }
        let stages = [stage, SpyStage("train", diary)]
        _ = try run(stages)
        try Data("changed".utf8).write(to: URL(fileURLWithPath: output))
        #expect(try run(stages, StageSelection(only: "train")) == ["train up to date"])
        let error = #expect(throws: WorkflowError.self) { try run(stages, StageSelection(only: "train", forced: ["train"])) }
        #expect(error?.description.hasPrefix("\(output) is damaged") == true)
        #expect(diary.all.last == "train because --force")
    }

    @Test func theSelectionIsAllThatRuns() throws {
        #expect(try run(stages("a", "b", "c"), StageSelection(from: "b", to: "b")).filter { $0.hasPrefix("run") } == ["run b"])
        #expect(try run(stages("a", "b", "c"), StageSelection(only: "c", forced: ["a", "c"])).filter { $0.hasPrefix("run") } == ["run c"])
    }

    @Test func thePlanSaysWhyAndDoesNothing() throws {
        let seed = Shared("1")
        let stages = [SpyStage("ingest", diary), SpyStage("extract", diary, input: seed), SpyStage("train", diary), SpyStage("report", diary)]
        _ = try run(stages)
        seed.change { $0 = "2" }
        let before = diary.all
        let plan = try Runner(stages, ledger: ledger, selection: StageSelection(to: "train")).plan()
        #expect(plan.map(\.stage) == ["ingest", "extract", "train", "report"])
        #expect(plan.map(\.decision) == [
            .upToDate, .run(because: "input changed from 1 to 2"), .run(because: "after extract, unless nothing changes there"), .notWanted,
        ])
        #expect(diary.all == before)
    }

    @Test func everythingDownstreamNamesTheFirstStageThatRuns() throws {
        let plan = try Runner(stages("a", "b", "c"), ledger: ledger, selection: StageSelection()).plan()
        #expect(plan.map(\.decision) == [
            .run(because: "it has not been finished before"), .run(because: "after a, unless nothing changes there"),
            .run(because: "after a, unless nothing changes there"),
        ])
    }
}
