import ArgumentParser
import ArrayFiles
import Checkpoints
import Extractors
import Foundation
import Weights

struct WeightsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "weights", abstract: "Fetch, import, make and inspect weight files.",
        subcommands: [WeightsFetchCommand.self, WeightsImportCommand.self, WeightsSynthesizeCommand.self, WeightsInfoCommand.self])

    /// Names as a sentence of a help text.
    static func listed(_ names: [String]) -> String { names.dropLast().joined(separator: ", ") + " or \(names.last ?? "")." }
}

struct WeightsSynthesizeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "synthesize", abstract: "Write seeded random weights, fit to try the pipeline with.",
        discussion: "Features made with them are marked as synthesized wherever they are stored or shown.")

    private static let names = ExtractorRegistry.variants.map(\.name)

    @Argument(help: "\(WeightsCommand.listed(names))", completion: .list(names), transform: { try ExtractorRegistry.variant(named: $0) })
    var network: WeightVariant

    @Option(help: "The file to write (safetensors).")
    var to: String

    @Option(help: "Seed; the same seed gives the same weights.")
    var seed: UInt64 = 0

    func run() throws {
        try Safetensors.write(SynthesizedWeights.make(for: network.manifest, seed: seed), to: to)
        print("\(to): synthesized \(network.name) weights, seed \(seed)")
    }
}

struct WeightsInfoCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "info", abstract: "What a weight file holds, and which network it fits.")

    @Argument(help: "A file of any format that can be imported.", completion: .file())
    var file: String

    @Flag(help: "Print as JSON.")
    var json = false

    func run() throws {
        let description = try WeightDescription(
            ofFile: file, manifests: ExtractorRegistry.variants.map(\.manifest), conventions: ExtractorRegistry.all.flatMap { $0.conventions })
        if json { return try printJSON(description) }
        print("format      \(description.format.rawValue)")
        print("networks    \(description.networks.isEmpty ? "none that is known here" : description.networks.joined(separator: ", "))")
        print("tensors     \(description.tensorCount), \(description.parameterCount) parameters, \(description.size) bytes")
        print("sha256      \(description.digest)")
        if description.isSynthesized { print("SYNTHESIZED (random) weights: for demonstrations and tests only") }
        for (key, value) in description.metadata.sorted(by: { $0.key < $1.key }) { print("metadata    \(key): \(value)") }
    }
}
