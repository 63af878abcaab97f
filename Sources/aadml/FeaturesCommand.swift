import ArgumentParser
import Clips
import Features
import Stages

struct FeaturesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "features", abstract: "Look into a feature cache; exchange features with other tools.",
        subcommands: [
            FeaturesInfoCommand.self, FeaturesExportCommand.self, FeaturesImportCommand.self, FeaturesCompareCommand.self,
            FeaturesVerifyCommand.self,
        ])
}

struct FeaturesInfoCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "info", abstract: "What features a workspace holds, and what made them.")

    @Argument(help: "The workspace folder of a pipeline.", completion: .directory)
    var workspace: String

    @Flag(help: "Print everything as JSON.")
    var json = false

    func run() throws {
        let shelves = try ExtractorSummary.all(inWorkspace: workspace)
        if json { return try printJSON(shelves) }
        for shelf in shelves {
            print("\(shelf.modality.rawValue): \(shelf.network)\(shelf.isSynthesized ? ", SYNTHESIZED (random) weights" : "")")
            print("  \(shelf.clips) clips, \(shelf.rows) rows of \(shelf.columns) float32")
            print("  extractor \(shelf.fingerprint)")
            for (name, value) in shelf.description.sorted(by: { $0.key < $1.key }) { print("    \(name): \(value)") }
        }
        if shelves.isEmpty { print("no features yet") }
    }
}
