import Foundation
import Store
import Testing

/// The index of decoded media is damaged: what it still tells is kept, and the rest is decoded again.
@Suite struct DamagedIndexTests {
    private let folder: String
    private let tool: CommandLineTool
    private static let clips = 24

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "aadml-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        tool = CommandLineTool(folder: folder)
        let made = try tool.run("dataset", "synthesize", "--clips", "\(Self.clips)", "--seconds", "1", "--to", "v.tar")
        try #require(made.code == 0, "\(made.errors)")
        try Data("""
            name: kept
            workspace: kept
            until: extract
            dataset: {layout: vegas, sources: [v.tar]}
            decode: {persist: {shard_bytes: 40000}}
            extract: {audio: none, visual: {weights: {synthesize: 3}}}
            """.utf8).write(to: URL(fileURLWithPath: folder + "/kept.yaml"))
        try #require(try tool.run("run", "kept.yaml", "--progress", "none").code == 0)
    }

    private var index: String { folder + "/kept/decoded/index.sqlite" }

    private func kept() throws -> [String: String] {
        let index = try DecodedIndex(path: index)
        let clips = try index.shards().keys.flatMap { try index.clips(ofShard: $0).values.map { ($0.sha256, $0.digest) } }
        return Dictionary(uniqueKeysWithValues: clips)
    }

    @Test(arguments: ["cut short", "a page destroyed", "no database"]) func theNextRunMendsIt(how: String) throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let expected = try kept()
        try #require(expected.count == Self.clips)
        var bytes = try Data(contentsOf: URL(fileURLWithPath: index))
        switch how {
        case "cut short": bytes = bytes.prefix(bytes.count / 2)
        case "a page destroyed": bytes.replaceSubrange(bytes.count - 4096..<bytes.count, with: Data(repeating: 7, count: 4096))
        default: bytes = Data(repeating: 7, count: 5000)
        }
        try bytes.write(to: URL(fileURLWithPath: index))

        let verified = try tool.run("features", "verify", "kept")
        #expect(verified.code == 1 && verified.output.contains("decoded/index.sqlite: "), "\(verified.output)\(verified.errors)")
        let mended = try tool.run("run", "kept.yaml", "--progress", "plain")
        #expect(mended.code == 0, "\(mended.errors)")
        for words in ["damage found: ", "decoded/index.sqlite: made anew with"] { #expect(mended.errors.contains(words), "\(mended.errors)") }
        #expect(try kept() == expected)
        #expect(try tool.run("features", "verify", "kept").code == 0)
        #expect(try !tool.run("run", "kept.yaml", "--progress", "plain").errors.contains("running"))
    }
}
