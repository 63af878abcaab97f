import Foundation
import Testing

/// Shards of decoded media on a disk that fails: those that are there are not taken for damaged, those half written are none.
@Suite(.enabled(if: FaultInjector.library != nil, "no C compiler to build the fault injector with")) struct KeptMediaFaultTests {
    private let pipeline: SmallPipeline

    init() throws { pipeline = try SmallPipeline() }

    /// From the first read on, and from one in the middle.
    @Test(arguments: [0, 2]) func keptMediaThatCannotBeReadAreKept(first: Int) throws {
        defer { pipeline.remove() }
        try pipeline.write("w", .sound)
        let keeping = ["--set", "decode.persist=true"]
        try #require(try pipeline.tool.run(["run", "w.yaml"] + keeping).code == 0)
        try FileManager.default.removeItem(atPath: pipeline.path("w", "features"))
        let failing = try injector(.read, EIO, from: first, on: "/w/decoded/clips-")
        let broken = try pipeline.tool.run(["run", "w.yaml"] + keeping, environment: failing.environment)
        #expect(failing.count > first && broken.code == 1 && broken.tellsOfTheDisk("/w/decoded/clips-"), "\(broken.code): \(broken.errors)")
        let verified = try pipeline.tool.run(["features", "verify", "w"], environment: failing.environment)
        #expect(verified.code == 1 && verified.tellsOfTheDisk("w/decoded/clips-"), "\(verified.code): \(verified.output)\(verified.errors)")
        let again = try pipeline.tool.run(["run", "w.yaml", "--progress", "plain"] + keeping)
        #expect(again.code == 0 && again.errors.contains(" of them read from kept media; "), "\(again.code): \(again.errors)")
        #expect(!again.errors.contains("damaged"), "\(again.errors)")
    }

    /// Shards that were being written when the disk filled are no shards, and their clips are kept by the next run.
    @Test(arguments: [0.1, 0.5, 0.9]) func mediaThatCannotBeKeptAreKeptByTheNextRun(share: Double) throws {
        defer { pipeline.remove() }
        for name in ["whole", "w"] { try pipeline.write(name, .sound) }
        let keeping = ["--set", "decode.persist={shard_bytes: 100000}"]
        let counting = try injector(.write, ENOSPC, from: .max, on: "/whole/decoded")
        #expect(try pipeline.tool.run(["run", "whole.yaml"] + keeping, environment: counting.environment).code == 0)
        let first = Int(share * Double(counting.count))
        let failing = try injector(.write, ENOSPC, from: first, on: "/w/decoded")
        let broken = try pipeline.tool.run(["run", "w.yaml"] + keeping, environment: failing.environment)
        #expect(failing.count > first && broken.code == 1 && broken.tellsOfTheDisk("/w/decoded"), "write \(first): \(broken.code), \(broken.errors)")
        let mended = try pipeline.tool.run(["run", "w.yaml", "--progress", "plain"] + keeping)
        #expect(mended.code == 0 && !mended.errors.contains("damage"), "write \(first): \(mended.errors)")
        let verified = try pipeline.tool.run("features", "verify", "w")
        #expect(verified.code == 0, "write \(first): \(verified.output)")
        let left = try FileManager.default.contentsOfDirectory(atPath: pipeline.path("w", "decoded")).filter { $0.hasSuffix(".partial") }
        #expect(left == [], "write \(first)")
        let compared = try pipeline.tool.run("features", "compare", "whole", "w")
        let isSame = compared.output.contains("audio: \(SmallPipeline.clips) clips") && compared.output.contains("largest difference 0\n")
        #expect(isSame, "\(compared.output)")
        #expect(try pipeline.run("w", "--set", "decode.persist=true", "--dry-run").output.contains("extract: up to date"), "every clip is kept")
    }

    private func injector(_ kind: FaultInjector.Kind, _ code: Int32, from first: Int, on part: String) throws -> FaultInjector {
        try FaultInjector(kind, code, from: first, on: part, in: pipeline.folder)
    }
}
