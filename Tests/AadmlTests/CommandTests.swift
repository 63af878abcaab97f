import Foundation
import Testing

/// Exit codes, and what is said where.
@Suite struct CommandTests {
    private let folder: String
    private let tool: CommandLineTool

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "aadml-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        tool = CommandLineTool(folder: folder)
    }

    private func write(_ text: String, to name: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: folder + "/" + name))
    }

    @Test func helpAndVersionGoToStandardOutput() throws {
        let help = try tool.run("--help")
        #expect(help.code == 0)
        #expect(help.output.contains("Exit codes: 0 all good; 1 failed; 2 wrong usage or settings; 3 finished"))
        for command in ["run", "status", "features", "weights", "dataset", "bench", "doctor"] { #expect(help.output.contains(command)) }
        #expect(try tool.run("--version").output.hasPrefix("aadml "))
    }

    @Test func wrongUsageExitsWithTwo() throws {
        let unknown = try tool.run("frobnicate")
        #expect(unknown.code == 2)
        #expect(unknown.output.isEmpty)
        #expect(try tool.run("run").code == 2)
        #expect(try tool.run("run", "x.yaml", "--workers", "0").code == 2)
        #expect(try tool.run("run", "x.yaml", "--only", "decode").code == 2)
    }

    @Test func wrongSettingsExitWithTwoAndNameThePlace() throws {
        try write("name: n\nworkspace: w\nfeatures: f.npz\ntrain: {epoch: 3}\n", to: "p.yaml")
        let outcome = try tool.run("run", "p.yaml")
        #expect(outcome.code == 2)
        #expect(outcome.errors == "aadml: p.yaml:4:9: unknown key 'epoch' in 'train'; did you mean 'epochs'?\n")
        let missing = try tool.run("run", "nowhere.yaml")
        #expect(missing.code == 2)
        #expect(missing.errors == "aadml: nowhere.yaml: the settings file cannot be read: no such file\n")
    }

    @Test func aMissingSourceExitsWithOne() throws {
        try write("name: n\nworkspace: w\ndataset: {layout: vegas, sources: [gone.tar], split: {ratio: [0.5, 0, 0.5]}}\n", to: "p.yaml")
        let outcome = try tool.run("run", "p.yaml")
        #expect(outcome.code == 1)
        #expect(outcome.errors.contains("gone.tar: cannot be read: No such file or directory"))
    }

    @Test func anEmptyArchiveAndAnUnknownArrangementAreNamed() throws {
        try write("not an archive", to: "a.zip")
        let outcome = try tool.run("dataset", "inspect", "a.zip")
        #expect(outcome.code == 1)
        #expect(outcome.errors.contains("a.zip"))
        #expect(outcome.errors.split(separator: "\n").count == 1)
    }

    @Test func weightsOfAnotherNetworkAreRefusedByName() throws {
        #expect(try tool.run("weights", "synthesize", "inception-v3-tf2015", "--to", "w.safetensors", "--seed", "1").code == 0)
        let info = try tool.run("weights", "info", "w.safetensors")
        #expect(info.output.contains("SYNTHESIZED"))
        #expect(info.output.contains("inception-v3/tf2015"))
        #expect(try tool.run("dataset", "synthesize", "--clips", "10", "--seconds", "1", "--to", "v.tar").code == 0)
        try write("""
            name: n
            workspace: w
            until: extract
            dataset: {layout: vegas, sources: [v.tar], split: {ratio: [0.5, 0, 0.5]}}
            extract: {visual: none, audio: {weights: w.safetensors}}
            """, to: "p.yaml")
        let outcome = try tool.run("run", "p.yaml")
        #expect(outcome.code == 1)
        #expect(outcome.errors.contains("w.safetensors"))
        #expect(outcome.errors.contains("these are not the weights of vggish: the file says that it is for inception-v3/tf2015"))
    }

    /// A pipeline over a folder of clips that are none.
    private func writeFailingPipeline() throws {
        try FileManager.default.createDirectory(atPath: folder + "/clips/noise", withIntermediateDirectories: true)
        for name in ["a", "b"] { try write("these are no media, \(name)", to: "clips/noise/\(name).mp4") }
        try write("""
            name: n
            workspace: w
            until: extract
            dataset: {layout: folder, sources: [clips], split: {ratio: [0.5, 0, 0.5]}}
            extract: {visual: none, audio: {weights: {synthesize: 1}}}
            """, to: "p.yaml")
    }

    private static let histogram = "failed for    audio\nnot_media         2  \(String(repeating: "#", count: 30))\n"

    @Test(arguments: [("1", 1), ("2", 3), ("49.0%", 1), ("100%", 3)]) func aRunThatFailsWholesaleStopsAndSaysWhatFor(limit: String, code: Int32) throws {
        try writeFailingPipeline()
        let outcome = try tool.run("run", "p.yaml", "--max-failures", limit, "--workers", "1")
        #expect(outcome.code == code, "\(outcome.errors)")
        #expect(outcome.errors.contains("more than --max-failures \(limit) allows") == (code == 1), "\(outcome.errors)")
        let first = limit == "49.0%" ? Self.histogram.replacingOccurrences(of: "2", with: "1") : Self.histogram
        #expect(outcome.output.hasSuffix(first), "\(outcome.output)")
    }

    @Test(arguments: ["some", "-1", "101%", "%"]) func aLimitOfFailuresIsACountOrAShare(limit: String) throws {
        let outcome = try tool.run("run", "p.yaml", "--max-failures=\(limit)")
        #expect(outcome.code == 2 && outcome.errors.contains("--max-failures takes a count or a percentage"), "\(outcome.errors)")
    }

    @Test func failedClipsAreTriedAgainForAnyReasonOrOne() throws {
        try writeFailingPipeline()
        #expect(try tool.run("run", "p.yaml").code == 3)
        let plain = ["--progress", "plain"]
        for (options, count) in [
            (["--retry-failed"] + plain, 2), (["--retry-failed=not_media"] + plain, 2), (["--retry-failed=empty"] + plain, 0),
            (["--retry-failed", "empty"] + plain, 0), (plain + ["--retry-failed=empty"], 0), (plain + ["--retry-failed"], 2),
        ] {
            let outcome = try tool.run(["run", "p.yaml"] + options)
            #expect(outcome.code == 3 && outcome.errors.contains("\(count) recorded failures"), "\(options): \(outcome.errors)")
            #expect(outcome.errors.components(separatedBy: "failed: noise/").count - 1 == count, "\(options): \(outcome.errors)")
        }
        let unknown = try tool.run(["run", "p.yaml", "--retry-failed=noise"] + plain)
        #expect(unknown.code == 2 && unknown.errors.contains("no clip fails for 'noise'; the reasons are unreadable, empty,"), "\(unknown.errors)")
    }

    @Test func aRunWithFailedClipsExitsWithThreeAndStatusListsThem() throws {
        try writeFailingPipeline()
        let outcome = try tool.run("run", "p.yaml")
        #expect(outcome.code == 3)
        #expect(outcome.errors.contains("failed: noise/a.mp4: not_media:"))
        #expect(outcome.output.hasSuffix(Self.histogram), "\(outcome.output)")
        let status = try tool.run("status", "p.yaml")
        #expect(status.code == 0)
        #expect(status.output.contains("not_media (audio): 2"))
        #expect(status.output.contains("SYNTHESIZED"))
        #expect(try tool.run("run", "p.yaml").code == 3)
    }

    @Test func doctorFindsThisMachineSound() throws {
        let outcome = try tool.run("doctor")
        #expect(outcome.code == 0, "\(outcome.output)")
        for subject in ["libavcodec", "oneDNN", "OpenBLAS", "matrix product", "SVD", "convolution"] { #expect(outcome.output.contains(subject)) }
    }
}
