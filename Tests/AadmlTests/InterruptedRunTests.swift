import Foundation
import Store
import Testing

/// A run that is killed or stopped loses at most the clips in hand, and the next one ends with the same features.
@Suite struct InterruptedRunTests {
    private let folder: String
    private let tool: CommandLineTool
    private static let clips = 24

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

    private struct Shelf: Decodable {
        let clips: Int
        let rows: Int
    }

    private func shelf(_ workspace: String) throws -> Shelf? {
        let outcome = try tool.run("features", "info", workspace, "--json")
        guard outcome.code == 0 else { return nil }
        return try JSONDecoder().decode([Shelf].self, from: Data(outcome.output.utf8)).first
    }

    /// Lets the run extract a few clips, then sends it a signal.
    private func interrupt(_ signal: Int32) throws -> Process {
        let process = try tool.start(["run", "stopped.yaml", "--progress", "none"])
        let patience = Date.now.addingTimeInterval(120)
        while try shelf("stopped")?.clips ?? 0 < 4, process.isRunning, Date.now < patience { usleep(50_000) }
        kill(process.processIdentifier, signal)
        process.waitUntilExit()
        return process
    }

    @Test func aKilledRunGoesOn() throws {
        _ = try interrupt(SIGKILL)
        let saved = try #require(try shelf("stopped"))
        #expect(saved.clips >= 4)
        #expect(try tool.run("run", "stopped.yaml", "--progress", "plain").errors.contains("extract: \(Self.clips - saved.clips) clips decoded"))
        #expect(try tool.run("run", "whole.yaml").code == 0)
        #expect(try digests("stopped") == digests("whole"))
    }

    @Test func aPoliteStopCommitsAndSaysSo() throws {
        let process = try interrupt(SIGTERM)
        #expect(process.terminationReason == .exit)
        #expect(process.terminationStatus == 143)
        let saved = try #require(try shelf("stopped"))
        #expect(saved.clips >= 4 && saved.clips < Self.clips)
        #expect(try tool.run("run", "stopped.yaml").code == 0)
        #expect(try shelf("stopped")?.clips == Self.clips)
    }

    @Test func aSecondRunOnTheSameWorkspaceIsRefused() throws {
        let process = try tool.start(["run", "stopped.yaml", "--progress", "none"])
        let patience = Date.now.addingTimeInterval(60)
        while try shelf("stopped")?.clips ?? 0 < 1, process.isRunning, Date.now < patience { usleep(20_000) }
        let second = try tool.run("run", "stopped.yaml")
        #expect(second.code == 1)
        #expect(second.errors.contains("another run is at work there (process \(process.processIdentifier) on "))
        process.waitUntilExit()
    }

    /// Digest of every clip's features.
    private func digests(_ workspace: String) throws -> [String: String] {
        let cache = try FeatureCache(path: folder + "/\(workspace)/features/features.sqlite")
        let extractor = try #require(try cache.extractors().first)
        return try cache.digests(of: extractor.fingerprint)
    }
}
