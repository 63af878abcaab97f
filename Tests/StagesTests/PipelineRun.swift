@testable import Stages
import Workflow

/// Runs pipelines as the command does.
struct PipelineRun {
    let scratch: Scratch
    let file: String

    init(_ scratch: Scratch, _ yaml: String, file: String = "pipeline.yaml") throws {
        self.scratch = scratch
        self.file = try scratch.write(yaml, to: file)
    }

    func pipeline(_ overrides: [String] = []) throws -> Pipeline {
        try Pipeline(try PipelineSettings(path: file, overrides: overrides), path: file)
    }

    @discardableResult
    func run(
        _ overrides: [String] = [], selection: StageSelection = StageSelection(), retry: RetryChoice = .none, workers: Int = 2
    ) throws -> Recorder {
        let recorder = Recorder()
        try pipeline(overrides).run(selection, retry: retry, RunContext(workers: workers, events: recorder, interruption: .never))
        return recorder
    }
}
