public import Extractors
import Foundation
import Kernels
import Locks
import Tensors
import Workflow

/// How fast the networks run on this machine: workers of one thread each, as in extraction, on random weights and inputs.
///
/// Every worker runs a batch to warm up, all start together, and run for some seconds; that is one run. Runs of all
/// networks take turns, so that other work on the machine hits all alike; median, least and most are told.
public struct NetworkBenchmark: Sendable {
    private let workers: Int
    private let arithmetic: Arithmetic
    private let seconds: Double
    private let runs: Int

    /// - Parameter seconds: how long a run takes; at least one batch a worker is run.
    public init(workers: Int, arithmetic: Arithmetic, seconds: Double, runs: Int) {
        self.workers = workers
        self.arithmetic = arithmetic
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
        var trials: [NetworkTrial] = [try peak()]
        for extractor in ExtractorRegistry.all { trials += try extractor.trials(arithmetic) }
        var rates = trials.map { _ in [Double]() }
        for _ in 0..<runs {
            for (index, trial) in trials.enumerated() { rates[index].append(try measure(trial)) }
        }
        let peak = (rates[0].max() ?? 0) * trials[0].gigaflops
        let networks = zip(trials, rates).dropFirst().map { trial, rates in
            Result(
                network: trial.network, unit: trial.unit, inputs: trial.inputs, batch: trial.batch, perSecond: Spread(rates),
                gigaflops: trial.gigaflops, directLimit: peak / trial.gigaflops)
        }
        return Report(
            machine: .current, workers: workers, threadsPerWorker: 1, precision: arithmetic.precision.rawValue, runs: runs,
            secondsPerRun: seconds, peakGigaflopsPerSecond: peak, networks: networks)
    }
}

extension NetworkBenchmark {
    /// A direct convolution that fits a core's caches and keeps its units busy all the time.
    private func peak() throws -> NetworkTrial {
        let shape = ConvolutionShape(
            input: ImageShape(channels: 192, height: 17, width: 17), outputChannels: 192, kernel: Extent(height: 1, width: 7), stride: 1,
            padding: Extent(height: 0, width: 3))
        let kernel = try CompiledKernel.convolution(
            shape, source: .blocked, weights: noise(shape.weightShape.reduce(1, *)), bias: noise(192), relu: true, algorithm: .direct,
            element: arithmetic.precision == .bfloat16 ? .bfloat16 : .float32, name: "peak")
        return NetworkTrial(network: "peak", unit: "convolutions", inputs: "noise", batch: 1, inputSize: 0, gigaflops: shape.gigaflops) {
            let invocation = try KernelInvocation(kernel)
            let stream = try ExecutionStream()
            let input = AlignedBuffer(count: shape.input.elementCount)
            let output = AlignedBuffer(count: shape.output.elementCount)
            let scratchpad = AlignedBuffer(count: (kernel.scratchpadByteCount + 3) / 4)
            return { _ in try invocation.run(on: stream, source: input.base, destination: output.base, scratchpad: scratchpad.base) }
        }
    }

    /// Images or examples a second, of all workers together.
    private func measure(_ trial: NetworkTrial) throws -> Double {
        let rate = Shared(0.0)
        let duration = seconds
        let start = StartingLine(count: workers)
        try WorkerPool.run(workers: workers, capacity: workers) {
            OpenMPThreads.limitCurrentThread(to: 1)
            let session = try trial.makeSession()
            let inputs = noise(trial.batch * trial.inputSize)
            try session(inputs)
            start.wait()
            return (session, inputs)
        } work: { worker, _ in
            let (run, inputs) = worker
            let begin = ContinuousClock.now
            var count = 0
            repeat {
                try run(inputs)
                count += 1
            } while (ContinuousClock.now - begin).seconds < duration
            rate.change { $0 += Double(count) / (ContinuousClock.now - begin).seconds }
        } produce: { put in
            for worker in 0..<workers where !put(worker) { return }
        }
        return rate.value * Double(trial.batch)
    }
}
