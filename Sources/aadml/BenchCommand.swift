public import ArgumentParser
import Benchmarks
public import Extractors
import Foundation
import Workflow

struct BenchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench", abstract: "Measure this machine.",
        subcommands: [BenchNetworkCommand.self, BenchExtractionCommand.self, BenchTrainingCommand.self, BenchEvaluationCommand.self])
}

struct BenchNetworkCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "network", abstract: "Images and examples of sound that each network embeds a second.",
        discussion: "Random weights and inputs; every worker is one thread with its own batch, as in extraction.")

    @Option(help: "Worker threads (default: usable cores).")
    var workers: Int?

    @Option(help: "float32 or bfloat16.")
    var precision: Precision = .float32

    @Option(help: "Seconds of one run of a network.")
    var seconds = 2.0

    @Option(help: "Runs of each network, in turn; median, least and most are told.")
    var runs = 5

    @Option(help: "A table of algorithms to use instead of the committed choices.")
    var algorithms: String?

    @Option(help: "Instead, measure every algorithm for every layer and write the fastest to FILE, for extract.algorithms.")
    var tune: String?

    @Flag(help: "Print as JSON.")
    var json = false

    func validate() throws {
        guard runs > 0, seconds >= 0, workers ?? 1 > 0 else {
            throw ValidationError("--runs and --workers are at least 1, --seconds at least 0.")
        }
    }

    func run() throws {
        if let tune {
            let layers = try NetworkTuning().run(writingTo: URL(fileURLWithPath: tune))
            if json { return try printJSON(layers) }
            return layers.forEach { print($0) }
        }
        let choices = try algorithms.map { try AlgorithmChoices(contentsOf: $0) } ?? .committed
        let report = try NetworkBenchmark(
            workers: workers ?? UsableCores.count, arithmetic: Arithmetic(precision, choices), seconds: seconds, runs: runs
        ).run()
        if json { return try printJSON(report) }
        print(report)
    }
}

extension Precision: ExpressibleByArgument {}
