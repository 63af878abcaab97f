import Foundation
import Tensors
import Testing

/// A disk that stops giving back what the workspace's databases hold: no damage, and nothing is thrown away for it.
@Suite(.enabled(if: FaultInjector.library != nil, "no C compiler to build the fault injector with")) struct DatabaseReadFaultTests {
    private static let environment = ProcessInfo.processInfo.environment
    private let seed = environment["AADML_FAULT_SEED"].flatMap { UInt64($0) } ?? .random(in: 0...9_999)
    private let pipeline: SmallPipeline

    init() throws { pipeline = try SmallPipeline() }

    /// At once, and from a random read on, in the stages that read what ingest and extract left.
    @Test(arguments: ["catalogue.sqlite", "features/features.sqlite"]) func aDatabaseThatCannotBeReadIsNotTakenForDamaged(file: String) throws {
        defer { pipeline.remove() }
        try pipeline.write("start")
        try #require(try pipeline.run("start", "--to", "extract").code == 0)
        try copy("start", to: "whole")
        let counting = try injector(.max, on: "/whole/\(file)")
        #expect(try counting.run(pipeline.tool, "run", "whole.yaml").code == 0)
        let expected = try pipeline.results("whole"), calls = counting.count
        #expect(calls > 5, "the injector sees \(calls) calls")
        var generator = SeededGenerator(seed: seed)
        for first in [0, Int(generator.uniform() * Double(calls))] {
            let workspace = "w\(first)", what = "seed \(seed), read \(first) of \(calls) of \(file)"
            try copy("start", to: workspace)
            let failing = try injector(first, on: "/\(workspace)/\(file)")
            let broken = try failing.run(pipeline.tool, "run", "\(workspace).yaml")
            #expect(failing.count > first, "\(what): it was never met")
            // Emptying a journal at the end may fail: it keeps what it holds.
            if first == 0 || broken.code != 0 {
                #expect(broken.code == 1 && broken.tellsOfTheDisk("/\(workspace)/\(file)"), "\(what): \(broken.code), \(broken.errors)")
            }
            let mended = try pipeline.run(workspace)
            #expect(mended.code == 0 && !mended.errors.contains("damage found"), "\(what): \(mended.errors)")
            #expect(!mended.errors.contains("clips decoded"), "\(what): \(mended.errors)")
            #expect(try pipeline.results(workspace) == expected, "\(what)")
        }
    }

    private func injector(_ first: Int, on part: String) throws -> FaultInjector {
        try FaultInjector(.read, EIO, from: first, on: part, in: pipeline.folder)
    }

    private func copy(_ workspace: String, to other: String) throws {
        try pipeline.write(other)
        try FileManager.default.copyItem(atPath: "\(pipeline.folder)/\(workspace)", toPath: "\(pipeline.folder)/\(other)")
    }
}
