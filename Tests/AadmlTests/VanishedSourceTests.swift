import Foundation
import Testing

/// Sources that go away, whole or in part, before or while they are read: named, costing what is gone and nothing else.
@Suite struct VanishedSourceTests {
    private let pipeline: SmallPipeline

    init() throws { pipeline = try SmallPipeline() }

    @Test(arguments: ["VEGAS", "v.tar"]) func aSourceThatVanishesIsNamedAndTheRunGoesOnWhenItIsBack(source: String) throws {
        defer { pipeline.remove() }
        if source == "VEGAS" { try pipeline.unpack() }
        try pipeline.write("w", sources: source, .sound)
        #expect(try pipeline.run("w", "--only", "ingest").code == 0)
        let place = pipeline.folder + "/" + source, away = pipeline.folder + "/away"
        try FileManager.default.moveItem(atPath: place, toPath: away)
        for arguments in [[], ["--only", "extract"]] {
            let outcome = try pipeline.tool.run(["run", "w.yaml"] + arguments)
            #expect(outcome.code == 1 && outcome.errors.contains("\(source): cannot be read: No such file or directory"), "\(outcome.errors)")
        }
        try FileManager.default.moveItem(atPath: away, toPath: place)
        let outcome = try pipeline.run("w")
        #expect(outcome.code == 0 && outcome.errors.contains("\(SmallPipeline.clips) clips decoded, 0 failures"), "\(outcome.errors)")
    }

    /// What is open can be read to its end.
    @Test func anArchiveThatVanishesWhileItIsReadIsReadToItsEnd() throws {
        defer { pipeline.remove() }
        let (outcome, code) = try extract(from: "v.tar", removing: "v.tar")
        #expect(code == 0 && outcome.contains("\(SmallPipeline.clips) clips decoded, 0 failures"), "\(code): \(outcome)")
    }

    /// A file of the folder that is listed already, whose name a worker is going to be given; and one of a folder that is not.
    @Test(arguments: ["dog", "drum"]) func aClipThatVanishesWhileOthersAreReadCostsItself(folder: String) throws {
        defer { pipeline.remove() }
        try pipeline.unpack()
        let clip = "\(folder)/videos/video_00003.mp4"
        let (outcome, code) = try extract(from: "VEGAS", removing: "VEGAS/\(clip)")
        #expect(code == 3 && outcome.contains("failed: \(clip): unreadable: "), "\(code): \(outcome)")
        #expect(outcome.contains("\(SmallPipeline.clips) clips decoded, 1 failures"), "\(outcome)")
        let next = try pipeline.run("w")
        #expect(next.code == 0 && next.errors.contains("\(SmallPipeline.clips - 1) samples in 2 classes"), "\(next.code): \(next.errors)")
        #expect(next.errors.contains("extract: 0 clips decoded, 0 failures"), "what was read is not read again: \(next.errors)")
    }

    /// Holds a run's only decoder while it is at its first clip, removes a file, and lets it go on.
    ///
    /// - Returns: the run's messages and exit code.
    private func extract(from source: String, removing path: String) throws -> (String, Int32) {
        try pipeline.write("w", sources: source, .sound)
        #expect(try pipeline.run("w", "--only", "ingest").code == 0)
        let log = pipeline.folder + "/messages"
        _ = FileManager.default.createFile(atPath: log, contents: nil)
        let run = try pipeline.tool.start(
            ["run", "w.yaml", "--progress", "plain", "--workers", "1"], errors: try FileHandle(forWritingTo: URL(fileURLWithPath: log)))
        let decoder = try #require(try CommandLineTool.decoders(of: run).first)
        kill(decoder, SIGSTOP)
        unlink(pipeline.folder + "/" + path)
        kill(decoder, SIGCONT)
        run.waitUntilExit()
        return (try String(contentsOfFile: log, encoding: .utf8), run.terminationStatus)
    }
}
