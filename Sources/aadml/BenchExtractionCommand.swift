import ArgumentParser
import Benchmarks
import Clips
import DemoClips
import Extractors
import Foundation
import Stages
import Workflow

struct BenchExtractionCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "extraction", abstract: "Clips a second from files to cached features: decoding, both networks, writing.",
        discussion: """
            Random weights. Without a folder, clips of 8 s, 320x240 to 480x360, H.264 and AAC, are made first, the same ones every \
            time. One pass warms up; loading the networks is not counted, as a run of thousands of clips does it once.
            """)

    @Argument(help: "A folder or an archive with folders of clips in it (default: made up).", completion: .file())
    var folder: String?

    @Option(help: "How many clips to make up.")
    var clips = 20

    @Option(help: "Worker threads (default: usable cores).")
    var workers: Int?

    @Option(help: "float32 or bfloat16.")
    var precision: Precision = .float32

    @Option(help: "Passes that are counted.")
    var runs = 3

    @Flag(help: "Print as JSON.")
    var json = false

    func validate() throws {
        guard clips >= 1 else { throw ValidationError("--clips must be at least 1") }
        guard runs >= 1 else { throw ValidationError("--runs must be at least 1") }
        if let workers, workers < 1 { throw ValidationError("--workers must be at least 1") }
    }

    func run() throws {
        let scratch = FileManager.default.temporaryDirectory.appending(path: "aadml-bench-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: scratch) }
        let context = RunContext(
            workers: workers ?? UsableCores.count, events: EventFanOut([]), interruption: .watchingSignals(), serverCommand: DecodeServerCommand.arguments)
        let (source, layout, inputs) = try source(in: scratch.path)
        let trial = try ExtractionTrial(source: source, layout: layout, precision: precision, folder: scratch.path, context)
        let warmUp = try trial.run(context)
        let result = ExtractionResult(
            inputs: inputs, workers: context.workers, precision: precision.rawValue, failures: warmUp.failures,
            passes: try (0..<runs).map { _ in try trial.run(context) })
        if json { try printJSON(result) } else { print(result) }
    }

    private func source(in folder: String) throws -> (path: String, layout: String, inputs: String) {
        if let given = self.folder { return (URL(fileURLWithPath: given).standardizedFileURL.path, "folder", given) }
        let path = folder + "/demo.tar"
        _ = try DemoDataset(seed: 0, clips: clips, clipSeconds: 8).write(layout: .vegas, to: path)
        return (path, "vegas", "\(clips) made-up clips of 8 s, 320x240 to 480x360, H.264 and AAC")
    }
}

/// What `bench extraction` prints.
private struct ExtractionResult: Encodable, CustomStringConvertible {
    let inputs: String
    let clips: Int
    let failures: Int
    let frames: Int
    let examples: Int
    let workers: Int
    let precision: String
    let clipsPerSecond: Spread
    let secondsPerPass: Spread
    /// Seconds over all workers and counted passes.
    let time: ExtractionTime
    let peakMemoryBytes: Int

    init(inputs: String, workers: Int, precision: String, failures: Int, passes: [ExtractionTrial.Pass]) {
        self.inputs = inputs
        self.workers = workers
        self.precision = precision
        self.failures = failures
        clips = passes[0].clips
        frames = passes[0].rows.visual
        examples = passes[0].rows.audio
        clipsPerSecond = Spread(passes.map { Double($0.clips) / $0.seconds })
        secondsPerPass = Spread(passes.map(\.seconds))
        time = passes.dropFirst().reduce(into: passes[0].time) { $0 += $1.time }
        peakMemoryBytes = peakMemory()
    }

    var description: String {
        func spelled(_ spread: Spread, _ unit: String) -> String {
            String(format: "%.3f %@ (%.3f to %.3f)", spread.median, unit, spread.least, spread.most)
        }
        return """
            inputs       \(inputs)
            clips        \(clips) with \(frames) frames and \(examples) examples of sound\(failures > 0 ? "; \(failures) failed in the warm-up" : "")
            run as       \(workers) workers of one thread, \(precision), random weights, median of \(clipsPerSecond.runs) after 1 to warm up
            rate         \(spelled(clipsPerSecond, "clips/s"))
            pass         \(spelled(secondsPerPass, "s"))
            time         \(time.shares)
            peak memory  \(peakMemoryBytes >> 20) MiB
            """
    }
}
