import Testing
import Workflow

@Suite struct StageDecisionTests {
    private let made = Fingerprint([Ingredient("version", "1"), Ingredient("settings", "{}")])
    private let other = Fingerprint([Ingredient("version", "2"), Ingredient("settings", "{}")])

    private func decide(
        finished: Fingerprint?, current: Fingerprint, lost: String? = nil, unfinished: String? = nil, forced: Bool = false
    ) -> StageDecision {
        .deciding(finished: finished, current: current, lost: lost, unfinished: unfinished, forced: forced)
    }

    @Test func nothingChangedIsUpToDate() {
        #expect(decide(finished: made, current: made) == .upToDate)
    }

    @Test func eachCauseIsNamed() {
        #expect(decide(finished: nil, current: made) == .run(because: "it has not been finished before"))
        #expect(decide(finished: made, current: other) == .run(because: "version changed from 1 to 2"))
        #expect(decide(finished: made, current: made, lost: "/w/model.safetensors is missing") == .run(because: "/w/model.safetensors is missing"))
        #expect(decide(finished: made, current: made, unfinished: "3 clips lack features") == .run(because: "3 clips lack features"))
        #expect(decide(finished: made, current: made, forced: true) == .run(because: "--force"))
    }

    @Test func theStrongestCauseIsTheOneNamed() {
        #expect(decide(finished: nil, current: made, lost: "x is missing", unfinished: "y", forced: true) == .run(because: "--force"))
        #expect(decide(finished: nil, current: made, lost: "x is missing", unfinished: "y") == .run(because: "it has not been finished before"))
        #expect(decide(finished: made, current: other, lost: "x is missing", unfinished: "y") == .run(because: "version changed from 1 to 2"))
        #expect(decide(finished: made, current: made, lost: "x is missing", unfinished: "y") == .run(because: "x is missing"))
    }
}

@Suite struct StageSelectionTests {
    private let stages = ["ingest", "extract", "train", "report"]

    @Test(arguments: [
        (StageSelection(), ["ingest", "extract", "train", "report"]), (StageSelection(only: "train"), ["train"]),
        (StageSelection(from: "train"), ["train", "report"]), (StageSelection(to: "extract"), ["ingest", "extract"]),
        (StageSelection(from: "extract", to: "train"), ["extract", "train"]), (StageSelection(from: "train", to: "extract"), []),
        (StageSelection(only: "elsewhere"), []), (StageSelection(forced: ["train"]), ["ingest", "extract", "train", "report"]),
    ])
    func wantsWhatItNames(selection: StageSelection, wanted: [String]) {
        #expect(selection.wanted(among: stages) == Set(wanted))
        #expect(selection.wanted(among: []).isEmpty)
    }
}
