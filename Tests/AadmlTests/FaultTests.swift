import Foundation
import Tensors
import Testing

/// Disks that are full, read-only, over quota or failing, and sources that vanish: a clear error, nothing spoilt, and the next
/// run ends as one that was never disturbed.
///
/// `AADML_FAULTS=60 bash Tests/run.sh --filter FaultTests` tries more moments. `Tests/faults.sh` does it with real small disks.
@Suite(.enabled(if: FaultInjector.library != nil, "no C compiler to build the fault injector with")) struct FaultTests {
    private static let environment = ProcessInfo.processInfo.environment
    private let moments = environment["AADML_FAULTS"].flatMap { Int($0) } ?? 3
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

        let codes = [ENOSPC, EDQUOT, EROFS, EIO]
        for moment in 0..<moments {
            let workspace = "w\(moment)", code = codes[moment % codes.count], first = Int(generator.uniform() * Double(calls))
            try pipeline.write(workspace)
            let broken = try injector(.write, code, from: first, on: "/\(workspace)/").run(pipeline.tool, "run", "\(workspace).yaml")
            let what = "seed \(seed), write \(first) of \(calls), \(String(cString: strerror(code)))"
            #expect(broken.code == 1 || broken.code == 0, "\(what): exit code \(broken.code), \(broken.errors)")
            if broken.code == 1 { try expectClear(broken, about: workspace, what) }
            let mended = try pipeline.run(workspace)
            #expect(mended.code == 0, "\(what): \(mended.errors)")
            #expect(!mended.errors.contains("damage found"), "\(what): \(mended.errors)")
            for (name, bytes) in try pipeline.results(workspace) { #expect(bytes == expected[name], "\(what): \(name) differs") }
        }
    }

    /// The last line names a file of the workspace and says why.
    private func expectClear(_ outcome: CommandLineTool.Outcome, about workspace: String, _ what: String) throws {
        let last = try #require(outcome.errors.split(separator: "\n").last)
        #expect(last.hasPrefix("aadml: ") && last.contains("/\(workspace)"), "\(what): \(last)")
        let reasons = ["No space left", "quota", "Read-only", "Input/output", "enough space", "read only", "disk is full", "disk I/O error", "readonly", "unable to open"]
        #expect(reasons.contains { last.contains($0) }, "\(what): \(last)")
    }

    /// A read that fails is no damage of the clip or the archive: nothing is recorded of it, and the next run reads again.
    @Test(arguments: [0, 3, 11]) func aSourceThatCannotBeReadIsNotTakenForDamaged(first: Int) throws {
        defer { pipeline.remove() }
        try pipeline.write("w", .sound)
        let broken = try injector(.read, EIO, from: first, on: "/v.tar").run(pipeline.tool, "run", "w.yaml")
        #expect(broken.code == 1 && broken.errors.contains("v.tar: cannot be read"), "\(broken.code): \(broken.errors)")
        let again = try pipeline.run("w")
        #expect(again.code == 0 && again.errors.contains("\(SmallPipeline.clips) clips decoded, 0 failures"), "\(again.errors)")
    }

    @Test func aFileThatCannotBeReadIsReadByTheNextRun() throws {
        defer { pipeline.remove() }
        try unpack()
        try pipeline.write("w", sources: "VEGAS", .sound)
        _ = try injector(.read, EIO, from: 0, on: "dog/videos/video_00000.mp4").run(pipeline.tool, "run", "w.yaml")
        let again = try pipeline.run("w")
        #expect(again.code == 0, "\(again.errors)")
    }

    @Test func slowAndShortReadsAndWritesChangeNothing() throws {
        defer { pipeline.remove() }
        for name in ["reads", "writes", "fast"] { try pipeline.write(name) }
        #expect(try injector(.read, 0, from: 0, on: "/v.tar").run(pipeline.tool, "run", "reads.yaml").code == 0)
        #expect(try injector(.write, 0, from: 0, on: "/writes/runs").run(pipeline.tool, "run", "writes.yaml").code == 0)
        #expect(try pipeline.run("fast").code == 0)
        let expected = try pipeline.results("fast")
        for name in ["reads", "writes"] { #expect(try pipeline.results(name) == expected, "slow \(name)") }
    }

    @Test func aSourceThatVanishesIsNamedAndTheRunGoesOnWhenItIsBack() throws {
        defer { pipeline.remove() }
        try unpack()
        try pipeline.write("w", sources: "VEGAS", .sound)
        #expect(try pipeline.run("w", "--only", "ingest").code == 0)
        let away = pipeline.folder + "/away"
        for (from, to) in [(pipeline.folder + "/VEGAS", away), (away, pipeline.folder + "/VEGAS")] {
            try FileManager.default.moveItem(atPath: from, toPath: to)
            let outcome = try pipeline.run("w")
            if to == away {
                #expect(outcome.code == 1 && outcome.errors.contains("VEGAS: cannot be read: No such file or directory"), "\(outcome.errors)")
            } else {
                #expect(outcome.code == 0 && outcome.errors.contains("\(SmallPipeline.clips) clips decoded"), "\(outcome.errors)")
            }
        }
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
        try FaultInjector(kind, code: code, from: first, on: part, counter: "\(pipeline.folder)/calls-\(UUID().uuidString)")
    }

    private func unpack() throws { #expect(try pipeline.tool.runShell("tar -xf v.tar").code == 0) }
}
