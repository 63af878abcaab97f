import ArgumentParser
import Benchmarks

struct BenchEvaluationCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "evaluation", abstract: "Seconds to rank and score both directions of a retrieval.",
        discussion: "Items around class centres, or the arrays audio, visual and labels of an npz file.")

    @Option(help: "An npz file with arrays audio, visual and labels.")
    var input: String?

    @Option(help: "Items, without an input file.")
    var rows = 5621

    @Option(help: "Columns of an embedding, without an input file.")
    var width = 64

    @Option(help: "Classes, without an input file.")
    var classes = 10

    @Option(help: "Times each direction is evaluated; the fastest counts.")
    var rounds = 3

    @Flag(help: "Print as JSON.")
    var json = false

    func validate() throws {
        for (name, value) in [("rows", rows), ("width", width), ("classes", classes), ("rounds", rounds)] where value < 1 {
            throw ValidationError("--\(name) is \(value), expected at least 1")
        }
    }

    func run() throws {
        let sides = try input.map { try EvaluationCase(npz: $0) } ?? EvaluationCase(rows: rows, width: width, classes: classes)
        let results = try EvaluationBenchmark(sides).run(rounds: rounds)
        if json { return try printJSON(results) }
        for result in results { print(result) }
    }
}
