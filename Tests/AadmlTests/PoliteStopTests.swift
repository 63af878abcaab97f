import Archives
import Foundation
import Testing

/// SIGINT and SIGTERM end a run within five seconds whatever it is at, and it goes on afterwards.
@Suite struct PoliteStopTests {
    private let pipeline: SmallPipeline

    init() throws { pipeline = try SmallPipeline() }

    @Test func inTheHashingOfALongArchiveEntry() throws {
        defer { pipeline.remove() }
        try writeLongArchive(bytes: 8_000_000_000)
        try pipeline.write("w", sources: "long.tar", .sound)
        #expect(try secondsToStop("w", in: "ingest", after: 0.5, SIGTERM) == 143)
    }

    @Test func inTheTrainingOfALargeModel() throws {
        defer { pipeline.remove() }
        try pipeline.write("w")
        #expect(try pipeline.run("w", "--to", "assemble").code == 0)
        let large = ["--set", "train.hidden=4096", "--set", "train.embedding=1024", "--set", "train.epochs=1000", "--set", "train.patience=1000"]
        #expect(try secondsToStop("w", in: "train", after: 1, SIGINT, large) == 130)
        #expect(try pipeline.run("w").code == 0)
    }

    @Test(arguments: ["ingest", "extract"]) func inEveryStageThatTakesTime(stage: String) throws {
        defer { pipeline.remove() }
        try pipeline.write("w")
        #expect(try secondsToStop("w", in: stage, after: 0.02, SIGINT) == 130)
        #expect(try pipeline.run("w").code == 0)
    }

    /// Each takes a second or two, since the file that it writes is slow.
    @Test(.enabled(if: FaultInjector.library != nil, "no C compiler to build the fault injector with")) func inTheStagesThatTakeNone() throws {
        defer { pipeline.remove() }
        for name in ["whole", "w"] { try pipeline.write(name) }
        try #require(try pipeline.run("whole").code == 0)
        let pauses = [("assemble", "table.safetensors", 400_000), ("evaluate", "metrics.json", 600_000), ("report", "report/index", 40_000)]
        for (stage, file, pause) in pauses {
            let slow = try FaultInjector(.write, 0, from: 0, on: "/w/runs/run/\(file)", in: pipeline.folder, pause: pause)
            // With the last stage, all is done.
            let code = try secondsToStop("w", in: stage, after: 0.05, SIGTERM, environment: slow.environment)
            #expect(code == (stage == "report" ? 0 : 143))
            #expect(stage == "assemble" || slow.count > 0, "\(stage) was not slow")   // assemble looks about before it writes
        }
        let plan = try pipeline.run("w", "--dry-run").output.split(separator: "\n")
        #expect(plan.count == 6 && plan.allSatisfy { $0.hasSuffix(": up to date") }, "\(plan)")
        let (found, expected) = (try pipeline.results("w"), try pipeline.results("whole"))
        #expect(found == expected)
    }

    /// A clip whose place in the archive is taken by eight gigabytes of zeros, packed into a few megabytes.
    @Test func inTheUnpackingOfALongArchiveEntry() throws {
        defer { pipeline.remove() }
        try #require(try pipeline.tool.runShell("gzip -k v.tar && cp v.tar.gz short").code == 0)
        try pipeline.write("w", sources: "v.tar.gz", .sound)
        try #require(try pipeline.run("w", "--only", "ingest").code == 0)
        let header = ForgedTar.header(Array("VEGAS/dog/videos/video_00000.mp4".utf8), size: 8_000_000_000, kind: "0", target: "")
        try Data(header).write(to: URL(fileURLWithPath: pipeline.folder + "/header"))
        let zeros = "head -c 64M /dev/zero | gzip > zeros; for i in {1..120}; do cat zeros; done"
        try #require(try pipeline.tool.runShell("(gzip -c header; \(zeros)) > v.tar.gz").code == 0)
        #expect(try secondsToStop("w", in: "extract", after: 0.5, SIGTERM, ["--only", "extract"]) == 143)
        try #require(try pipeline.tool.runShell("mv short v.tar.gz").code == 0)
        let next = try pipeline.run("w")
        #expect(next.code == 0 && next.errors.contains("\(SmallPipeline.clips) clips decoded, 0 failures"), "\(next.code): \(next.errors)")
    }

    @Test func aSecondSignalEndsAtOnceAndSafely() throws {
        defer { pipeline.remove() }
        try writeLongArchive(bytes: 8_000_000_000)
        try pipeline.write("w", sources: "long.tar", .sound)
        let process = try start("w", in: "ingest")
        usleep(300_000)
        kill(process.processIdentifier, SIGSTOP)   // so that both are there before it can end by the first
        for signal in [SIGTERM, SIGINT] { kill(process.processIdentifier, signal) }
        kill(process.processIdentifier, SIGCONT)
        let sent = ContinuousClock.now
        process.waitUntilExit()
        #expect(ContinuousClock.now - sent < .seconds(2))
        #expect([130, 143].contains(process.terminationStatus) && process.terminationReason == .exit)
        try pipeline.write("w", .sound)
        #expect(try pipeline.run("w").code == 0)
    }

    /// - Returns: the exit code, once the run ended in time.
    private func secondsToStop(
        _ workspace: String, in stage: String, after delay: Double, _ signal: Int32, _ arguments: [String] = [], environment: [String: String] = [:]
    ) throws -> Int32 {
        let process = try start(workspace, in: stage, arguments, environment)
        usleep(useconds_t(delay * 1e6))
        kill(process.processIdentifier, signal)
        let sent = ContinuousClock.now
        process.waitUntilExit()
        let elapsed = ContinuousClock.now - sent
        #expect(elapsed < .seconds(CommandLineTool.isSanitized ? 30 : 5), "\(stage): \(elapsed)")
        #expect(process.terminationReason == .exit)
        return process.terminationStatus
    }

    /// A run that has begun a stage.
    private func start(_ workspace: String, in stage: String, _ arguments: [String] = [], _ environment: [String: String] = [:]) throws -> Process {
        let process = try pipeline.tool.start(["run", "\(workspace).yaml", "--progress", "none"] + arguments, environment: environment)
        let log = pipeline.path(workspace, "runs/run/log.jsonl")
        let patience = Date.now.addingTimeInterval(60)
        func hasBegun() -> Bool {
            guard let text = try? String(contentsOfFile: log, encoding: .utf8) else { return false }
            return text.split(separator: "\n").contains { $0.contains("\"decision\":\"run\"") && $0.contains("\"stage\":\"\(stage)\"") }
        }
        while process.isRunning, !hasBegun(), Date.now < patience { usleep(1_000) }
        return process
    }

    /// A tar of one long film of zeros: a header, and a hole in the file.
    private func writeLongArchive(bytes: Int) throws {
        let path = pipeline.folder + "/long.tar"
        let writer = try ArchiveWriter(path: path, format: .tar)
        try writer.add(name: "VEGAS/dog/videos/video_00000.mp4", bytes: [])
        try writer.finish()
        var header = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)).prefix(512))
        header.replaceSubrange(124..<136, with: Array(String(bytes, radix: 8).utf8) + [0])
        header.replaceSubrange(148..<156, with: Array(repeating: 0x20, count: 8))
        let sum = String(header.reduce(0) { $0 + Int($1) }, radix: 8)
        header.replaceSubrange(148..<156, with: Array((String(repeating: "0", count: 6 - sum.count) + sum).utf8) + [0, 0x20])
        try Data(header).write(to: URL(fileURLWithPath: path))
        try #require(truncate(path, off_t(bytes + 2048)) == 0)
    }
}
