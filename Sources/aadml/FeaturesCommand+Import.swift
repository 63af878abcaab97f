import ArgumentParser
import Features
import Stages
import Workflow

struct FeaturesImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Take in features that 'export' or another tool wrote.",
        discussion: "The format is told by what the file or folder holds. Train on the result with 'features: WORKSPACE' or 'features: TABLE'.")

    @Argument(help: "A file or folder of features.")
    var source: String

    @Option(help: "A new workspace: every row is kept.", completion: .directory)
    var into: String?

    @Option(help: ArgumentHelp("A table (safetensors): one vector a clip, the mean of its rows.", valueName: "table"))
    var to: String?

    @Option(help: "How progress is shown on standard error: auto, plain, json or none.")
    var progress: ProgressStyle = .auto

    func validate() throws {
        if (into == nil) == (to == nil) { throw ValidationError("give --into WORKSPACE or --to TABLE") }
    }

    func run() throws {
        let features = FeatureImport(source)
        try runReporting(progress) { context in
            if let into { return try features.run(intoWorkspace: into, context) }
            return try features.run(toTable: to ?? "", context)
        }
    }
}
