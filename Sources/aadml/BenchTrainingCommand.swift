public import ArgumentParser
public import Benchmarks

struct BenchTrainingCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "training", abstract: "Milliseconds of an AADML training step, and the memory training needs.",
        discussion: """
            Batch 400, widths 128 and 1024 to 1024 to 1024 to 64, k 3, both cross-modal pairings, label projection and decoders, on \
            random features. Tests/References/bench_training.py runs it in turns with PyTorch.
            """)

    @Option(help: "contrastive or triplet.")
    var loss: TrainingBenchmark.Loss = .contrastive

    @Option(help: "Steps to measure.")
    var steps = 30

    @Option(help: "Items of the training set; 22482 is VEGAS.")
    var items = 400

    @Flag(help: "Print as JSON.")
    var json = false

    func validate() throws {
        guard steps > 0 else { throw ValidationError("--steps is \(steps), expected 1 or more") }
        guard items >= 400 else { throw ValidationError("--items is \(items), expected a batch of 400 or more") }
    }

    func run() throws {
        let result = try TrainingBenchmark(loss: loss, steps: steps, items: items).run()
        if json { return try printJSON(result) }
        print(result)
    }
}

extension TrainingBenchmark.Loss: ExpressibleByArgument {}
