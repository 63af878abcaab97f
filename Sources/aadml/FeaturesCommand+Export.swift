public import ArgumentParser
public import Clips
public import Extractors
import Features
import Stages
import Workflow

struct FeaturesExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Write features in another tool's format.",
        discussion: "Formats:\n" + FeatureFormats.all.map { "  \($0.name): \($0.summary)" }.joined(separator: "\n"))

    @Argument(help: "A pipeline file (YAML) or a workspace folder.")
    var source: String

    @Option(help: "The file or folder to write; a folder must not exist yet.")
    var to: String

    @Option(help: ArgumentHelp("The format, as listed below.", valueName: "name"))
    var format: String

    @Flag(help: "Export the table the pipeline assembled rather than the features.")
    var table = false

    @Flag(help: "One vector a clip, the mean of its rows.")
    var pooled = false

    @Flag(help: "All rows of a clip.")
    var segments = false

    @Option(help: ArgumentHelp("round or truncate to bytes, or none (default: as the format has it).", valueName: "rounding"))
    var quantize: String?

    @Option(help: ArgumentHelp("What bytes stand for: two numbers, or measured.", valueName: "low:high|measured"))
    var range = "-2:2"

    @Option(name: .customLong("post-audio"), help: ArgumentHelp("Post-process first: vggish_pca_params.npz, or a transform.safetensors.", valueName: "file"))
    var postAudio: String?

    @Option(name: .customLong("post-visual"), help: ArgumentHelp("Post-process first: YouTube-8M's PCA (tgz or folder), or a transform.safetensors.", valueName: "file"))
    var postVisual: String?

    @Flag(help: "Post-process features of any network.")
    var force = false

    @Option(help: ArgumentHelp("Only this modality: audio or visual.", valueName: "modality"))
    var only: Modality?

    @Flag(help: "Only rows that overlap the annotated event.")
    var event = false

    @Option(help: ArgumentHelp(
        "Make audio and visual rows line up: independent (not at all), nearest (for each visual row the audio row nearest in time), "
            + "trim (to the modality with fewer) or pad (the one with fewer by zeros; how many are the clip's own is recorded).",
        valueName: "policy"))
    var align: RowAlignment = .independent

    @Option(name: .customLong("rows-per-clip"), help: ArgumentHelp("Cut or fill up clips to so many rows, where a format wants one number (default: the longest clip's; AVE: 10).", valueName: "N"))
    var rowsPerClip: Int?

    @Option(help: "How progress is shown on standard error: auto, plain, json or none.")
    var progress: ProgressStyle = .auto

    func validate() throws {
        if pooled && segments { throw ValidationError("give --pooled or --segments, not both") }
        if let rowsPerClip, rowsPerClip < 1 { throw ValidationError("--rows-per-clip must be at least 1") }
        if let quantize, quantize != "none", Quantizer.Rounding(rawValue: quantize) == nil {
            throw ValidationError("--quantize takes round, truncate or none")
        }
        if codeRange == nil { throw ValidationError("--range takes two numbers such as -2:2, the first below the second, or measured") }
    }

    func run() throws {
        guard let chosen = FeatureFormats.named(format) else {
            throw UsageError("no format '\(format)'; there are \(FeatureFormats.all.map(\.name).joined(separator: ", "))")
        }
        let rows: FeatureSet.Rows? = pooled ? .pooled : segments ? .segments : nil
        let choices: ExportChoices
        do {
            choices = try self.choices(chosen, rows)
        } catch let error as FeatureError {
            throw UsageError("\(error)")
        }
        try printLines { try FeatureExport(try location(), choices).run($0) }
    }

    private func choices(_ format: any FeatureFormat, _ rows: FeatureSet.Rows?) throws -> ExportChoices {
        var choices = try ExportChoices(
            format: format, path: to, rows: rows, rounding: quantize.flatMap(Quantizer.Rounding.init), isFloat: quantize == "none")
        choices.range = codeRange ?? .measured
        choices.postFiles[.audio] = postAudio
        choices.postFiles[.visual] = postVisual
        choices.isForced = force
        choices.onlyEvent = event
        choices.rowsPerClip = rowsPerClip
        try choices.align(align)
        if let only {
            guard format.modalities.contains(only) else { throw UsageError("\(format.name) has no place for \(only.rawValue) features") }
            choices.modalities = [only]
        }
        return choices
    }

    private func location() throws -> FeatureLocation {
        guard table else { return try featureLocation(source) }
        guard align == .independent else {
            throw UsageError("--align lines up the rows of clips, and a table has one vector a clip; leave one of the two out")
        }
        guard isPipelineFile(source) else { throw UsageError("--table needs the pipeline file that assembled the table, and '\(source)' is none") }
        return try PipelineSettings(path: source).tableLocation
    }

    private var codeRange: ExportChoices.CodeRange? {
        if range == "measured" { return .measured }
        let bounds = range.split(separator: ":", omittingEmptySubsequences: false).map { Double($0) }
        guard bounds.count == 2, let low = bounds[0], let high = bounds[1], low < high, low.isFinite, high.isFinite else { return nil }
        return .fixed(low...high)
    }
}

extension FeaturesExportCommand {
    /// Runs something that tells its result in lines, with progress on standard error.
    private func printLines(_ body: (RunContext) throws -> [String]) throws { try runReporting(progress, body) }
}

/// Runs `body` with progress shown and signals watched, and prints the lines it gives.
func runReporting(_ style: ProgressStyle, _ body: (RunContext) throws -> [String]) throws {
    let display = ProgressDisplay(style: style)
    let context = RunContext(workers: UsableCores.count, events: display, interruption: .watchingSignals())
    let lines = Result { try body(context) }
    display.endLine()
    for line in try lines.get() { print(line) }
}

extension Modality: ExpressibleByArgument {}

extension RowAlignment: ExpressibleByArgument {}

/// Whether a path is that of a pipeline file, by its ending.
private func isPipelineFile(_ path: String) -> Bool { path.hasSuffix(".yaml") || path.hasSuffix(".yml") }

/// Features as the commands name them: by a pipeline file, a workspace, or a file or folder of features.
///
/// - Throws: `SettingsError`, and as `PipelineSettings.featureLocation()`.
func featureLocation(_ path: String) throws -> FeatureLocation {
    isPipelineFile(path) ? try PipelineSettings(path: path).featureLocation() : FeatureLocation(path)
}
