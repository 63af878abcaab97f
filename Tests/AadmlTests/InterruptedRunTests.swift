import Foundation
import Store
import Testing

/// A run that is killed or stopped loses at most the clips in hand, and the next one ends with the same features.
@Suite struct InterruptedRunTests {
    private let folder: String
    private let tool: CommandLineTool
    private static let clips = 40

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "aadml-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        tool = CommandLineTool(folder: folder)
        let made = try tool.run("dataset", "synthesize", "--clips", "\(Self.clips)", "--seconds", "2", "--to", "v.tar")
        #expect(made.code == 0, "\(made.errors)")
        for name in ["stopped", "whole"] {
            try Data("""
                name: \(name)
                workspace: \(name)
                until: extract
                dataset: {layout: vegas, sources: [v.tar], split: {ratio: [0.5, 0, 0.5]}}
                extract: {audio: none, visual: {weights: {synthesize: 3}}}
                """.utf8).write(to: URL(fileURLWithPath: folder + "/\(name).yaml"))
        }
    }

    /// Clips whose features are saved.
    private func saved(_ workspace: String) throws -> Int {
        guard FileManager.default.fileExists(atPath: features(workspace)) else { return 0 }
        return try digests(workspace).count
    }

    /// Lets the run save `clips` clips, then sends it a signal.
    private func interrupt(_ signal: Int32, after clips: Int) throws -> Process {
        let process = try tool.start(["run", "stopped.yaml", "--progress", "none"])
        try wait(for: clips, process)
        kill(process.processIdentifier, signal)
        process.waitUntilExit()
        return process
    }

    private func wait(for clips: Int, _ process: Process) throws {
        let patience = Date.now.addingTimeInterval(120)
        while try saved("stopped") < clips, process.isRunning, Date.now < patience { usleep(10_000) }
    }

    @Test func aKilledRunGoesOn() throws {
        _ = try interrupt(SIGKILL, after: 3)
        let done = try saved("stopped")
        #expect(done >= 3 && done < Self.clips)
        #expect(try tool.run("run", "stopped.yaml", "--progress", "plain").errors.contains("extract: \(Self.clips - done) clips decoded"))
        #expect(try tool.run("run", "whole.yaml").code == 0)
        #expect(try digests("stopped") == digests("whole"))
    }

    @Test func aPoliteStopCommitsAndSaysSo() throws {
        let process = try interrupt(SIGTERM, after: 1)
        #expect(process.terminationReason == .exit)
        #expect(process.terminationStatus == 143)
        let done = try saved("stopped")
        #expect(done >= 1 && done < Self.clips)
        #expect(try tool.run("run", "stopped.yaml").code == 0)
        #expect(try saved("stopped") == Self.clips)
    }

    @Test func aSecondRunOnTheSameWorkspaceIsRefused() throws {
        let process = try tool.start(["run", "stopped.yaml", "--progress", "none"])
        try wait(for: 1, process)
        let second = try tool.run("run", "stopped.yaml")
        #expect(second.code == 1)
        #expect(second.errors.contains("another run is at work there (process \(process.processIdentifier) of "))
        process.waitUntilExit()
    }

    private func features(_ workspace: String) -> String { folder + "/\(workspace)/features/features.sqlite" }

    /// Digest of every clip's features.
    private func digests(_ workspace: String) throws -> [String: String] {
        let cache = try FeatureCache(path: features(workspace))
        guard let extractor = try cache.extractors().first else { return [:] }
        return try cache.digests(of: extractor.fingerprint)
    }
}
