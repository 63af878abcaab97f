public import ArgumentParser
public import Stages

/// The pipeline file and what overrides it.
struct PipelineOptions: ParsableArguments {
    @Argument(help: "The pipeline file (YAML).", completion: .file(extensions: ["yaml", "yml"]))
    var pipeline: String

    @Option(name: .customLong("set"), help: ArgumentHelp("Override a setting; may be given several times.", valueName: "key.path=value"))
    var overrides: [String] = []

    func settings() throws -> PipelineSettings { try PipelineSettings(path: pipeline, overrides: overrides) }
}

extension StageName: ExpressibleByArgument {}
