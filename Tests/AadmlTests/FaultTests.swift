import Foundation
import Tensors
import Testing

/// Disks that are full, read-only, over quota or failing: a clear error, nothing spoilt, and the next
/// run ends as one that was never disturbed.
///
/// `AADML_FAULTS=60 bash Tests/run.sh --filter FaultTests` tries more moments. `Tests/faults.sh` does it with real small disks.
@Suite(.enabled(if: FaultInjector.library != nil, "no C compiler to build the fault injector with")) struct FaultTests {
    private static let environment = ProcessInfo.processInfo.environment
    private static let codes = [ENOSPC, EDQUOT, EROFS, EIO]
    private let moments = environment["AADML_FAULTS"].flatMap { Int($0) } ?? codes.count
    private let seed = environment["AADML_FAULT_SEED"].flatMap { UInt64($0) } ?? .random(in: 0...9_999)
    private let pipeline: SmallPipeline

    init() throws { pipeline = try SmallPipeline() }

    /// From a random write on, nothing more can be written to the workspace.
    @Test func aDiskThatStopsTakingWritesStopsTheRunAndNothingElse() throws {
        defer { pipeline.remove() }
        print("seed \(seed), \(moments) moments")
        var generator = SeededGenerator(seed: seed)
        try pipeline.write("whole")
        let counting = try injector(.write, 0, from: .max, on: "/whole/")
        #expect(try counting.run(pipeline.tool, "run", "whole.yaml").code == 0)
        let expected = try pipeline.results("whole"), calls = counting.count
        #expect(calls > 100, "the injector sees \(calls) calls")

        for moment in 0..<moments {
            let workspace = "w\(moment)", code = Self.codes[moment % Self.codes.count], first = Int(generator.uniform() * Double(calls))
            try pipeline.write(workspace)
            let failing = try injector(.write, code, from: first, on: "/\(workspace)/")
            let broken = try failing.run(pipeline.tool, "run", "\(workspace).yaml")
            let what = "seed \(seed), write \(first) of \(calls), \(String(cString: strerror(code)))"
            #expect(failing.count > 0, "\(what): nothing was written")
            switch broken.code {
            case 0: try expectNothingLeftToDo(workspace, expected, what, hasFailed: failing.count > first)
            case 1: #expect(broken.tellsOfTheDisk("/\(workspace)"), "\(what): \(broken.errors)")
            default: Issue.record("\(what): exit code \(broken.code), \(broken.errors)")
            }
            let mended = try pipeline.run(workspace)
            #expect(mended.code == 0, "\(what): \(mended.errors)")
            #expect(!mended.errors.contains("damage found"), "\(what): \(mended.errors)")
            for (name, bytes) in try pipeline.results(workspace) { #expect(bytes == expected[name], "\(what): \(name) differs") }
        }
    }

    /// A run that met a failing write may call itself good only where that came after its last stage, in giving back the lock and
    /// emptying SQLite's journals, which keep what they hold.
    private func expectNothingLeftToDo(_ workspace: String, _ expected: [String: Data], _ what: String, hasFailed: Bool) throws {
        guard hasFailed else { return }
        #expect(try pipeline.results(workspace) == expected, "\(what): exit code 0 before the results were there")
        let plan = try pipeline.run(workspace, "--dry-run").output.split(separator: "\n")
        #expect(plan.count == 6 && plan.allSatisfy { $0.hasSuffix(": up to date") }, "\(what): exit code 0, and then \(plan)")
    }

    /// A read that fails is no damage of the clip or the archive: nothing is recorded of it, and the next run reads again.
    @Test(arguments: [0, 1, 2, 3, 11]) func aSourceThatCannotBeReadIsNotTakenForDamaged(first: Int) throws {
        defer { pipeline.remove() }
        try pipeline.write("w", .sound)
        let broken = try injector(.read, EIO, from: first, on: "/v.tar").run(pipeline.tool, "run", "w.yaml")
        #expect(broken.code == 1 && broken.errors.contains("v.tar: cannot be read"), "\(broken.code): \(broken.errors)")
        let again = try pipeline.run("w")
        #expect(again.code == 0 && again.errors.contains("\(SmallPipeline.clips) clips decoded, 0 failures"), "\(again.errors)")
    }

    @Test func aFileThatCannotBeReadIsReadByTheNextRun() throws {
        defer { pipeline.remove() }
        try pipeline.unpack()
        try pipeline.write("w", sources: "VEGAS", .sound)
        let failing = try injector(.read, EIO, from: 0, on: "dog/videos/video_00000.mp4")
        let broken = try failing.run(pipeline.tool, "run", "w.yaml", "--progress", "plain")
        #expect(failing.count > 0)
        #expect(broken.code == 3 && broken.errors.contains("\(SmallPipeline.clips - 1) samples in 2 classes"), "\(broken.code): \(broken.errors)")
        #expect(try status().remarks.map { "\($0.subject): \($0.detail)" } == ["dog/videos/video_00000.mp4: Input/output error"])
        try expectNothingFailed(after: try pipeline.run("w"))
        #expect(try status().remarks.isEmpty)
    }

    @Test func aFileThatCannotBeReadAnyMoreIsReadByTheNextRun() throws {
        defer { pipeline.remove() }
        try pipeline.unpack()
        try pipeline.write("w", sources: "VEGAS", .sound)
        #expect(try pipeline.run("w", "--only", "ingest").code == 0)
        let failing = try injector(.read, EIO, from: 0, on: "dog/videos/video_00000.mp4")
        let broken = try failing.run(pipeline.tool, "run", "w.yaml", "--progress", "plain")
        #expect(failing.count > 0)
        let reason = "unreadable: dog/videos/video_00000.mp4: pread failed: Input/output error"
        #expect(broken.code == 3 && broken.errors.contains(reason), "\(broken.errors)")
        #expect(try status().failures.map(\.reason) == ["unreadable"])
        try expectNothingFailed(after: try pipeline.run("w"))
    }

    private func expectNothingFailed(after again: CommandLineTool.Outcome) throws {
        #expect(again.code == 0 && again.errors.contains("1 clips decoded, 0 failures"), "\(again.code): \(again.errors)")
        #expect(try status().failures.isEmpty)
    }

    private struct Status: Decodable {
        struct Failure: Decodable { let reason: String }
        struct Remark: Decodable { let subject, detail: String }
        let failures: [Failure]
        let remarks: [Remark]
    }

    private func status() throws -> Status {
        try JSONDecoder().decode(Status.self, from: Data(try pipeline.tool.run("status", "w.yaml", "--json").output.utf8))
    }

    @Test func slowAndShortReadsAndWritesChangeNothing() throws {
        defer { pipeline.remove() }
        for name in ["reads", "writes", "fast"] { try pipeline.write(name) }
        let reading = try injector(.read, 0, from: 0, on: "/v.tar"), writing = try injector(.write, 0, from: 0, on: "/writes/")
        #expect(try reading.run(pipeline.tool, "run", "reads.yaml").code == 0)
        #expect(try writing.run(pipeline.tool, "run", "writes.yaml").code == 0)
        #expect(reading.count > 0 && writing.count > 100, "\(reading.count) reads and \(writing.count) writes were slow")
        #expect(try pipeline.run("fast").code == 0)
        let expected = try pipeline.results("fast")
        for name in ["reads", "writes"] { #expect(try pipeline.results(name) == expected, "slow \(name)") }
    }

    /// As with `ulimit -f`: no file over some size, which is also how a quota shows. Thread sanitizer itself dies of it.
    @Test(.enabled(if: !CommandLineTool.isSanitized)) func aFileSizeLimitIsAnErrorNotTheEndOfTheProcess() throws {
        defer { pipeline.remove() }
        try pipeline.write("w")
        let limited = try pipeline.tool.runShell("ulimit -f 64; exec \"$0\" run w.yaml --progress none")
        #expect(limited.code == 1 && limited.errors.contains("/w/"), "\(limited.code): \(limited.errors)")
        #expect(try pipeline.run("w").code == 0)
    }

    private func injector(_ kind: FaultInjector.Kind, _ code: Int32, from first: Int, on part: String) throws -> FaultInjector {
        try FaultInjector(kind, code, from: first, on: part, in: pipeline.folder)
    }
}
