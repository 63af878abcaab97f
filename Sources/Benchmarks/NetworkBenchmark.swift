public import Extractors
import Foundation
import Kernels
import Tensors
import TensorFiles
import Weights
import Workflow

/// How fast the networks run on this machine: workers of one thread each, as in extraction.
public struct NetworkBenchmark: Sendable {
    private let workers: Int
    private let precision: Precision
    private let seconds: Double

    /// - Parameter seconds: how long each network is measured; at least one batch a worker is.
    public init(workers: Int, precision: Precision, seconds: Double) {
        self.workers = workers
        self.precision = precision
        self.seconds = seconds
    }

    public struct Result: Codable, Sendable, CustomStringConvertible {
        public let network: String
        /// What is counted: `images` or `examples`.
        public let unit: String
        public let perSecond: Double
        public let workers: Int
        public let batch: Int
        public let precision: String

        public var description: String {
            "\(network): \(String(format: "%.1f", perSecond)) \(unit)/s (\(workers) workers, batch \(batch), \(precision))"
        }
    }

    public func run() throws -> [Result] {
        let inception = try InceptionV3(
            weights: SynthesizedWeights.make(for: InceptionV3.manifest(.tf2015), seed: 0), named: "synthesized weights", variant: .tf2015,
            precision: precision)
        let vggish = try VGGish(
            weights: SynthesizedWeights.make(for: VGGish.manifest(), seed: 0), named: "synthesized weights", precision: precision)
        return [
            try measure("inception-v3/tf2015", unit: "images", batch: 8) {
                let session = try inception.makeSession()
                let pictures = noise(8 * 3 * 299 * 299)
                return { _ = try session.embed(pictures, count: 8) }
            },
            try measure("vggish", unit: "examples", batch: 10) {
                let session = try vggish.makeSession()
                let examples = noise(10 * 96 * 64)
                return { _ = try session.embed(examples, count: 10) }
            },
        ]
    }

    /// - Parameter prepare: makes a worker's batch to run, on its thread.
    private func measure(
        _ network: String, unit: String, batch: Int, prepare: @escaping @Sendable () throws -> () throws -> Void
    ) throws -> Result {
        let rate = Shared(0.0)
        let duration = seconds
        let start = StartingLine(count: workers)
        try WorkerPool.run(workers: workers, capacity: workers) {
            OpenMPThreads.limitCurrentThread(to: 1)
            let batch = try prepare()
            try batch()
            start.wait()
            return batch
        } work: { run, _ in
            let begin = ContinuousClock.now
            var count = 0
            repeat {
                try run()
                count += 1
            } while (ContinuousClock.now - begin).seconds < duration
            rate.change { $0 += Double(count) / (ContinuousClock.now - begin).seconds }
        } produce: { put in
            for worker in 0..<workers where !put(worker) { return }
        }
        return Result(
            network: network, unit: unit, perSecond: rate.value * Double(batch), workers: workers, batch: batch, precision: precision.rawValue)
    }
}

/// Deterministic values in -1...1.
private func noise(_ count: Int) -> [Float] {
    var generator = SeededGenerator(seed: 1)
    return (0..<count).map { _ in Float(generator.uniform(-1...1)) }
}
