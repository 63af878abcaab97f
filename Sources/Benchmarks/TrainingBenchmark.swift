import Foundation
import MetricLearning
import Tensors

/// How fast AADML trains on this machine: whole steps, with batch, both networks, all losses and Adam.
public struct TrainingBenchmark: Sendable {
    /// The metric loss of the step.
    public enum Loss: String, CaseIterable, Codable, Sendable {
        /// Supervised contrastive.
        case contrastive
        /// Batch-all triplets.
        case triplet
    }

    private let loss: Loss
    private let steps: Int
    private let items: Int

    /// - Parameters:
    ///   - steps: those measured, at least one; one more goes before them.
    ///   - items: of the training set, at least a batch of 400.
    public init(loss: Loss, steps: Int, items: Int) {
        self.loss = loss
        self.steps = steps
        self.items = items
    }

    public struct Result: Codable, Sendable, CustomStringConvertible {
        public let loss: String
        public let steps: Int
        public let items: Int
        /// Of a step: the median, the least, and the mean over all that were measured.
        public let medianMilliseconds: Double
        public let bestMilliseconds: Double
        public let meanMilliseconds: Double
        /// Of the process, over all its threads.
        public let meanCPUMilliseconds: Double
        /// Most memory the process has had in use, as Linux counts it; with the benchmark's own copy of the training set.
        public let peakMebibytes: Double

        public var description: String {
            String(
                format: "%@: %.1f ms a step (median; %.1f at best, %.1f on average, %.1f of CPU time), %d steps, %d items, peak memory %.0f MiB",
                loss, medianMilliseconds, bestMilliseconds, meanMilliseconds, meanCPUMilliseconds, steps, items, peakMebibytes)
        }
    }

    /// Batch 400, widths 128 and 1024 to 1024 to 1024 to 64, k 3, four heads, both cross-modal pairings, label projection and decoders.
    public func run() throws -> Result {
        var settings = TrainingSettings()
        settings.loss = loss == .contrastive ? SupervisedContrastiveLoss(.init()) : TripletMarginLoss(.init())
        settings.pairings = [.audioVisual, .visualAudio]
        settings.epochs = 1_000_000
        let classes = 10
        let training = PairedFeatures(
            audio: noise(items, 128), visual: noise(items, 1_024), labels: (0..<items).map { ($0 * 7) % classes })
        let nothing = PairedFeatures(audio: Matrix(rows: 0, columns: 128), visual: Matrix(rows: 0, columns: 1_024), labels: [])
        let stopwatch = Stopwatch(laps: steps + 1)
        _ = try Trainer(settings, classCount: classes).train(
            on: training, validatingOn: nothing, observer: TrainingObserver(shouldStop: { !stopwatch.lap() }))
        let laps = stopwatch.laps.dropFirst()
        let spread = Spread(laps.map { $0.wall * 1e3 })
        return Result(
            loss: loss.rawValue, steps: laps.count, items: items, medianMilliseconds: spread.median, bestMilliseconds: spread.least,
            meanMilliseconds: laps.reduce(0) { $0 + $1.wall } / Double(laps.count) * 1e3,
            meanCPUMilliseconds: laps.reduce(0) { $0 + $1.cpu } / Double(laps.count) * 1e3, peakMebibytes: peakMebibytes())
    }

    private func noise(_ rows: Int, _ columns: Int) -> Matrix {
        var generator = SeededGenerator(seed: UInt64(columns))
        return Matrix(rows: rows, columns: columns, values: (0..<(rows * columns)).map { _ in Float(generator.normal()) })
    }
}

/// Times from one call to the next.
private final class Stopwatch {
    private let count: Int
    private var last: (wall: ContinuousClock.Instant, cpu: Double)?
    private(set) var laps: [(wall: Double, cpu: Double)] = []

    init(laps: Int) { count = laps }

    /// - Returns: whether more laps are wanted.
    func lap() -> Bool {
        let now = (wall: ContinuousClock.now, cpu: Double(clock()) / Double(CLOCKS_PER_SEC))
        if let last { laps.append(((now.wall - last.wall) / .seconds(1), now.cpu - last.cpu)) }
        last = now
        return laps.count < count
    }
}

/// `VmHWM` of /proc/self/status.
private func peakMebibytes() -> Double {
    let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") } ?? ""
    return (line.split(separator: " ").dropFirst().first.flatMap { Double($0) } ?? 0) / 1024
}
