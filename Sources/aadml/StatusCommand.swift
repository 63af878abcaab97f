import ArgumentParser
import Clips
import Foundation
import Stages
import Workflow

struct StatusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "What is fresh, what is stale and why, and which clips failed.")

    @OptionGroup var options: PipelineOptions

    @Flag(help: "Print everything as JSON.")
    var json = false

    /// Items of each kind that are named without --json.
    private static let shown = 5

    func run() throws {
        if try options.describesExperiment() { return try showExperiment() }
        let status = try Pipeline(reading: try options.settings(), path: options.pipeline).status()
        if json { return try printJSON(status) }
        print("workspace  \(status.workspace)")
        for stage in status.stages {
            print("\(stage.stage.padding(toLength: 11, withPad: " ", startingAt: 0))\(stage.state)\(stage.because.map { ": " + $0 } ?? "")")
        }
        let parts = status.parts.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(separator: ", ")
        print("samples    \(status.samples) in \(status.classes) classes\(parts.isEmpty ? "" : " (\(parts))")")
        for (modality, count) in status.features.sorted(by: { $0.key < $1.key }) {
            let without = status.samplesWithoutFile[modality] ?? 0
            let mark = status.synthesized.contains(modality) ? ", from SYNTHESIZED (random) weights" : ""
            print("features   \(count) clips, \(modality)\(mark)" + (without > 0 ? "; \(without) samples have no file for it" : ""))
        }
        list("failed", Dictionary(grouping: status.failures) { "\($0.reason) (\($0.modality.rawValue))" }.mapValues { $0.map(\.message) })
        list("remark", Dictionary(grouping: status.remarks, by: \.kind).mapValues { $0.map { $0.detail.isEmpty ? $0.subject : "\($0.subject): \($0.detail)" } })
    }

    private func list(_ heading: String, _ groups: [String: [String]]) {
        for (kind, items) in groups.sorted(by: { $0.key < $1.key }) {
            print("\(heading)     \(kind): \(items.count)")
            for item in items.prefix(Self.shown) { print("             \(item.onOneLine)") }
            if items.count > Self.shown { print("             and \(items.count - Self.shown) more; --json lists all") }
        }
    }
}
