import Archives
import Foundation
import Store
import Testing

/// A run that keeps decoded media and is killed leaves whole shards, and the next one keeps what is missing and nothing else.
@Suite struct KilledKeepingTests {
    private let folder: String
    private let tool: CommandLineTool
    private static let clips = 24

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "aadml-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        tool = CommandLineTool(folder: folder)
        let made = try tool.run("dataset", "synthesize", "--clips", "\(Self.clips)", "--seconds", "2", "--to", "v.tar")
        try #require(made.code == 0, "\(made.errors)")
        for name in ["killed", "whole"] {
            try Data("""
                name: \(name)
                workspace: \(name)
                until: extract
                dataset: {layout: vegas, sources: [v.tar], split: {ratio: [0.5, 0, 0.5]}}
                decode: {persist: {shard_bytes: 400000}}
                extract: {audio: {weights: {synthesize: 3}}, visual: {weights: {synthesize: 3}}}
                """.utf8).write(to: URL(fileURLWithPath: folder + "/\(name).yaml"))
        }
    }

    @Test func shardsAreWholeAndTheRestIsKeptByTheNextRun() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try #require(try tool.run("run", "whole.yaml", "--progress", "none").code == 0)
        let expected = try kept("whole")
        try #require(expected.count == Self.clips)

        let process = try tool.start(["run", "killed.yaml", "--progress", "none"])
        let patience = Date.now.addingTimeInterval(120)
        while try kept("killed").count < 3, process.isRunning, Date.now < patience { usleep(5_000) }
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()

        let saved = try kept("killed")
        #expect(saved.count >= 3 && saved.count < Self.clips)
        let last = try tool.run("run", "killed.yaml", "--progress", "plain")
        #expect(last.code == 0 && last.errors.contains("\(Self.clips - saved.count) kept in"), "\(last.errors)")
        #expect(try kept("killed") == expected)
        let names = try FileManager.default.contentsOfDirectory(atPath: folder + "/killed/decoded")
        #expect(names.allSatisfy { $0.hasPrefix("clips-") || $0.hasPrefix("index.sqlite") }, "\(names)")
        #expect(try tool.run("features", "verify", "killed").code == 0)
    }

    /// Digest of every clip that the index tells of, each of which is found in its shard.
    private func kept(_ workspace: String) throws -> [String: String] {
        let decoded = "\(folder)/\(workspace)/decoded"
        guard FileManager.default.fileExists(atPath: decoded + "/index.sqlite") else { return [:] }
        let index = try DecodedIndex(path: decoded + "/index.sqlite")
        var kept: [String: String] = [:]
        for shard in try index.shards().keys {
            let reader = try EntryReader(source: "\(decoded)/\(shard)")
            var keys: Set<String> = []
            while let entry = try reader.next() {
                keys.insert(String(entry.name.prefix { $0 != "." }))
                _ = try reader.readAll(limit: .max)
            }
            let clips = try index.clips(ofShard: shard)
            #expect(Set(clips.keys) == keys, "\(shard)")
            for clip in clips.values { kept[clip.sha256] = clip.digest }
        }
        return kept
    }
}
