import ArgumentParser
import Features
import Stages
import Store
import Workflow

struct FeaturesVerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Check every record of a feature cache against its digest.",
        discussion: "Exits 1 where something is damaged. With --repair the damaged part is removed; the next run makes it anew.")

    @Argument(help: "The workspace folder of a pipeline.", completion: .directory)
    var workspace: String

    @Flag(help: "Remove what is damaged and keep the rest.")
    var repair = false

    @Flag(help: "Print what is damaged as JSON.")
    var json = false

    @Option(help: "How progress is shown on standard error: auto, plain, json or none.")
    var progress: ProgressStyle = .auto

    func run() throws {
        let verification = FeatureVerification(workspace: workspace)
        var damage: [CacheDamage] = []
        try runReporting(progress) { context in
            damage = try verification.run(context)
            let found = damage.map { record in
                "\(record.file): \(record.sha256.map { "\(record.modality ?? "") features of \($0)" } ?? "the database"): \(record.detail)"
            }
            let repaired = repair && !damage.isEmpty ? try verification.repair(damage, context) : []
            return (json ? [] : found.isEmpty ? ["all records are as they were written"] : found) + repaired
        }
        if json { try printJSON(damage) }
        if !damage.isEmpty && !repair { throw ExitCode(1) }
    }
}
