import Foundation
import Locks
import Workflow

/// What happened, in order, as seen by every spy of a test.
final class Diary: Sendable {
    private let entries = Shared<[String]>([])

    var all: [String] { entries.value }

    func note(_ entry: String) { entries.change { $0.append(entry) } }
}

/// A stage that notes that it ran.
struct SpyStage: Stage {
    struct Broken: Error {}

    let name: String
    let diary: Diary
    var outputs: [String] = []
    var unfinished: String?
    var fails = false
    /// What the stage depends on; a class so that running an earlier stage may change it.
    let input: Shared<String>

    init(_ name: String, _ diary: Diary, input: Shared<String> = Shared("1")) {
        self.name = name
        self.diary = diary
        self.input = input
    }

    func fingerprint() -> Fingerprint { Fingerprint([Ingredient("input", input.value)]) }

    func unfinishedWork() -> String? { unfinished }

    func run(_ context: RunContext) throws -> String {
        diary.note("run \(name)")
        if fails { throw Broken() }
        for output in outputs { try Data(name.utf8).write(to: URL(fileURLWithPath: output)) }
        return "did \(name)"
    }
}

/// Finished stages in memory.
struct SpyLedger: StageLedger {
    let diary: Diary
    let stages = Shared<[String: FinishedStage]>([:])

    func finished(_ stage: String) -> FinishedStage? { stages.value[stage] }

    func forget(_ stage: String) {
        diary.note("forget \(stage)")
        stages.change { $0[stage] = nil }
    }

    func finish(_ stage: String, _ finished: FinishedStage, seconds: Double) {
        diary.note("finish \(stage)")
        stages.change { $0[stage] = finished }
    }
}

/// Notes decisions and summaries.
struct SpySink: EventSink {
    let diary: Diary

    func emit(_ event: Event) {
        switch event {
        case .stage(let name, .run(let why)): diary.note("\(name) because \(why)")
        case .stage(let name, .upToDate): diary.note("\(name) up to date")
        case .stage(let name, .notWanted): diary.note("\(name) not wanted")
        case .finished(let stage, let summary, _): diary.note("\(stage): \(summary)")
        case .progress(let stage, _, _, _, _, _): diary.note("progress of \(stage)")
        case .failure(_, let item, _, _): diary.note("failure of \(item)")
        case .notice(let text): diary.note(text)
        }
    }
}
