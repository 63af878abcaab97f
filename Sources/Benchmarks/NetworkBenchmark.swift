public import Extractors
import Foundation
import Kernels
import Tensors
import Weights
import Workflow

/// How fast the networks run on this machine: workers of one thread each, as in extraction, on random weights and inputs.
///
/// Every worker runs a batch to warm up, all start together, and run for some seconds; that is one run. Runs of all
/// networks take turns, so that other work on the machine hits all alike; median, least and most are told.
public struct NetworkBenchmark: Sendable {
    private let workers: Int
    private let precision: Precision
    private let algorithms: AlgorithmChoices
    private let seconds: Double
    private let runs: Int

    /// - Parameter seconds: how long a run takes; at least one batch a worker is run.
    public init(workers: Int, precision: Precision, algorithms: AlgorithmChoices = .committed, seconds: Double, runs: Int) {
        self.workers = workers
        self.precision = precision
        self.algorithms = algorithms
        self.seconds = seconds
        self.runs = runs
    }

    /// Of several runs.
    public struct Spread: Codable, Sendable {
        public let median: Double
        public let least: Double
        public let most: Double

        init(_ values: [Double]) {
            let sorted = values.sorted()
            (least, most) = (sorted.first ?? 0, sorted.last ?? 0)
            median = sorted.isEmpty ? 0 : (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
        }
    }

    public struct Result: Codable, Sendable {
        public let network: String
        /// What is counted: `images` or `examples`.
        public let unit: String
        public let inputs: String
        public let batch: Int
        public let perSecond: Spread
        /// 1e9 products and sums of a direct computation that one image or example stands for.
        public let gigaflops: Double
        /// Images or examples a second if every operation of the direct computation ran at the machine's peak.
        public let directLimit: Double
    }

    public struct Report: Codable, Sendable, CustomStringConvertible {
        public let machine: MachineFacts
        public let workers: Int
        public let threadsPerWorker: Int
        public let precision: String
        public let runs: Int
        public let secondsPerRun: Double
        /// 1e9 operations a second of all workers together in the fastest direct convolution: the most of all runs.
        public let peakGigaflopsPerSecond: Double
        public let networks: [Result]

        public var description: String {
            let lines = networks.map { result in
                "\(result.network), batch \(result.batch): \(one(result.perSecond.median)) \(result.unit)/s "
                    + "(\(one(result.perSecond.least)) to \(one(result.perSecond.most)); direct convolutions at peak: \(one(result.directLimit)))"
            }
            let title = "\(machine.cpu), oneDNN \(machine.oneDNN); \(workers) workers of one thread, \(precision), "
                + "\(runs) runs of \(one(secondsPerRun)) s; peak \(one(peakGigaflopsPerSecond)) GFLOP/s"
            return ([title] + lines).joined(separator: "\n")
        }

        private func one(_ value: Double) -> String { String(format: "%.1f", value) }
    }

    public func run() throws -> Report {
        let subjects = try [peak(), inception(), vggish(.clip), vggish(.bulk)]
        var rates = subjects.map { _ in [Double]() }
        for _ in 0..<runs {
            for (index, subject) in subjects.enumerated() { rates[index].append(try measure(subject)) }
        }
        let peak = (rates[0].max() ?? 0) * subjects[0].gigaflops
        let networks = zip(subjects, rates).dropFirst().map { subject, rates in
            Result(
                network: subject.name, unit: subject.unit, inputs: subject.inputs, batch: subject.batch, perSecond: Spread(rates),
                gigaflops: subject.gigaflops, directLimit: peak / subject.gigaflops)
        }
        return Report(
            machine: .current, workers: workers, threadsPerWorker: 1, precision: precision.rawValue, runs: runs, secondsPerRun: seconds,
            peakGigaflopsPerSecond: peak, networks: networks)
    }
}

extension NetworkBenchmark {
    /// Something to measure.
    private struct Subject: Sendable {
        let name: String
        let unit: String
        let inputs: String
        let batch: Int
        /// Of one image or example.
        let gigaflops: Double
        /// Makes a worker's batch to run, on its thread.
        let prepare: @Sendable () throws -> () throws -> Void
    }

    private func inception() throws -> Subject {
        let network = try InceptionV3(
            weights: SynthesizedWeights.make(for: InceptionV3.manifest(.tf2015), seed: 0), named: "synthesized weights", variant: .tf2015,
            precision: precision, algorithms: algorithms)
        let operations = AlgorithmChoices.layers[0].layers.map(\.shape.gigaflops).reduce(0, +)
        return Subject(
            name: "inception-v3/tf2015", unit: "images", inputs: "random pictures, 3 x 299 x 299", batch: 8, gigaflops: operations
        ) {
            let session = try network.makeSession()
            let pictures = noise(8 * 3 * 299 * 299)
            return { _ = try session.embed(pictures, count: 8) }
        }
    }

    private func vggish(_ batch: VGGish.Batch) throws -> Subject {
        let network = try VGGish(
            weights: SynthesizedWeights.make(for: VGGish.manifest(), seed: 0), named: "synthesized weights", precision: precision,
            algorithms: algorithms, batch: batch)
        let dense = 2e-9 * Double(12_288 * 4096 + 4096 * 4096 + 4096 * 128)
        let operations = AlgorithmChoices.layers[1].layers.map(\.shape.gigaflops).reduce(dense, +)
        let count = batch.rawValue
        return Subject(
            name: "vggish", unit: "examples", inputs: "random log-mel examples, 96 x 64", batch: count, gigaflops: operations
        ) {
            let session = try network.makeSession()
            let examples = noise(count * 96 * 64)
            return { _ = try session.embed(examples, count: count) }
        }
    }

    /// A direct convolution that fits a core's caches and keeps its units busy all the time.
    private func peak() throws -> Subject {
        let shape = ConvolutionShape(
            input: ImageShape(channels: 192, height: 17, width: 17), outputChannels: 192, kernel: Extent(height: 1, width: 7), stride: 1,
            padding: Extent(height: 0, width: 3))
        let kernel = try CompiledKernel.convolution(
            shape, source: .blocked, weights: noise(shape.weightShape.reduce(1, *)), bias: noise(192), relu: true, algorithm: .direct,
            element: precision == .bfloat16 ? .bfloat16 : .float32, name: "peak")
        return Subject(name: "peak", unit: "convolutions", inputs: "noise", batch: 1, gigaflops: shape.gigaflops) {
            let invocation = try KernelInvocation(kernel)
            let stream = try ExecutionStream()
            let input = AlignedBuffer(count: shape.input.elementCount)
            let output = AlignedBuffer(count: shape.output.elementCount)
            let scratchpad = AlignedBuffer(count: (kernel.scratchpadByteCount + 3) / 4)
            return { try invocation.run(on: stream, source: input.base, destination: output.base, scratchpad: scratchpad.base) }
        }
    }

    /// Images or examples a second, of all workers together.
    private func measure(_ subject: Subject) throws -> Double {
        let rate = Shared(0.0)
        let duration = seconds
        let start = StartingLine(count: workers)
        try WorkerPool.run(workers: workers, capacity: workers) {
            OpenMPThreads.limitCurrentThread(to: 1)
            let batch = try subject.prepare()
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
        return rate.value * Double(subject.batch)
    }
}

extension ConvolutionShape {
    /// 1e9 products and sums of its definition.
    fileprivate var gigaflops: Double {
        2e-9 * Double(weightShape.reduce(1, *) * output.height * output.width)
    }
}
