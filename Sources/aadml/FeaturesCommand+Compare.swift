import ArgumentParser
import Clips
import Features
import Foundation
import Stages
import Workflow

struct FeaturesCompareCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare", abstract: "How alike two sets of features of the same clips are.",
        discussion: "Clips are matched by id. Exits 1 where one is less alike than --threshold, or nothing could be compared.")

    @Argument(help: "A pipeline file, a workspace, or a file or folder of features.")
    var first: String

    @Argument(help: "The other one.")
    var second: String

    @Option(help: ArgumentHelp("The least cosine of a clip, e.g. 0.999.", valueName: "cosine"))
    var threshold: Double?

    @Option(help: ArgumentHelp("How many of the worst clips are listed.", valueName: "N"))
    var worst = 10

    @Flag(help: "Print everything as JSON.")
    var json = false

    @Option(help: "How progress is shown on standard error: auto, plain, json or none.")
    var progress: ProgressStyle = .auto

    func validate() throws {
        if let threshold, !(-1...1).contains(threshold) { throw ValidationError("--threshold is a cosine, from -1 to 1") }
        if worst < 0 { throw ValidationError("--worst cannot be below 0") }
    }

    func run() throws {
        var comparison: FeatureComparison?
        try runReporting(progress) { context in
            comparison = try FeatureComparison(try featureLocation(first), try featureLocation(second), worst: worst, context)
            return []
        }
        guard let comparison else { return }
        if json { try printJSON(comparison) } else { show(comparison) }
        if let threshold, !comparison.isWithin(threshold) {
            printError("aadml: a clip is less alike than \(threshold), or there is none to compare")
            throw ExitCode(1)
        }
    }

    private func show(_ comparison: FeatureComparison) {
        for summary in comparison.summaries {
            print("\(summary.modality.rawValue): \(summary.clips) clips" + (summary.differentRows > 0 ? ", \(summary.differentRows) with other numbers of rows (compared by their means)" : ""))
            print(String(format: "  cosine mean %.9f, least %.9f; norm ratio mean %.6f; largest difference %.3g",
                         summary.meanCosine, summary.minCosine, summary.meanNormRatio, summary.maxDifference))
            let bounds = FeatureComparison.bounds.map { String(format: "< %g", $0) } + [String(format: ">= %g", FeatureComparison.bounds.last ?? 0)]
            print("  1 - cosine: " + zip(bounds, summary.histogram).filter { $0.1 > 0 }.map { "\($0.0): \($0.1)" }.joined(separator: ", "))
            for entry in summary.worst {
                print(String(format: "    %.9f  ratio %.6f  difference %.3g  ", entry.cosine, entry.normRatio, entry.maxDifference) + entry.clip)
            }
        }
        if comparison.summaries.isEmpty { print("no clip is in both") }
        if comparison.onlyInFirst + comparison.onlyInSecond > 0 {
            print("\(comparison.onlyInFirst) clips are only in the first, \(comparison.onlyInSecond) only in the second")
        }
    }
}
