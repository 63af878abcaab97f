public import ArgumentParser
import Benchmarks
public import Extractors
import Workflow

struct BenchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench", abstract: "Measure this machine.",
        subcommands: [BenchNetworkCommand.self, BenchExtractionCommand.self, BenchTrainingCommand.self, BenchEvaluationCommand.self])
}

struct BenchNetworkCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "network", abstract: "Inception V3 images and VGGish examples a second.",
        discussion: "Random weights and inputs; every worker is one thread with its own batch, as in extraction.")

    @Option(help: "Worker threads (default: usable cores).")
    var workers: Int?

    @Option(help: "float32 or bfloat16.")
    var precision: Precision = .float32

    @Option(help: "Seconds to measure each network for.")
    var seconds = 5.0

    @Flag(help: "Print as JSON.")
    var json = false

    func run() throws {
        let results = try NetworkBenchmark(workers: workers ?? UsableCores.count, precision: precision, seconds: seconds).run()
        if json { return try printJSON(results) }
        for result in results { print(result) }
    }
}

extension Precision: ExpressibleByArgument {}
