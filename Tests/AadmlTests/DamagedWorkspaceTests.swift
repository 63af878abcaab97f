import Clips
import Foundation
import Store
import Tensors
import Testing

/// Damage in a workspace is found, named and mended by the run that meets it, which makes again what was damaged and no more.
@Suite struct DamagedWorkspaceTests {
    /// One finished workspace, of which every test spoils a copy.
    private static let whole = Result {
        let pipeline = try SmallPipeline()
        try pipeline.write("whole")
        let outcome = try pipeline.run("whole")
        guard outcome.code == 0 else { throw SmallPipeline.Failure(text: outcome.errors) }
        return (pipeline: pipeline, results: try pipeline.results("whole"))
    }

    private let pipeline: SmallPipeline
    private let expected: [String: Data]
    private let workspace = "w-\(UUID().uuidString)"

    init() throws {
        (pipeline, expected) = try Self.whole.get()
        try pipeline.write(workspace)
        try FileManager.default.copyItem(atPath: pipeline.folder + "/whole", toPath: pipeline.folder + "/" + workspace)
    }

    @Test func aFlippedBitInARecordCostsThatRecord() throws {
        let cache = try FeatureCache(path: pipeline.features(workspace))
        let audio = try #require(try cache.extractors().first { $0.modality == .audio })
        let digest = try #require(try cache.digests(of: audio.fingerprint).keys.min())
        let values = try #require(try cache.features(of: digest, extractor: audio.fingerprint)).rows.values.withUnsafeBytes { Data($0) }
        try spoil("features/features.sqlite") { bytes in
            let place = try #require(bytes.range(of: values))
            bytes[place.lowerBound + 5] ^= 0x10
        }
        let verified = try pipeline.tool.run("features", "verify", workspace)
        #expect(verified.code == 1 && verified.output.contains("audio features of \(digest): its digest differs"))
        try expectMended(try pipeline.run(workspace, "--force", "assemble"), ["the record of \(digest) is damaged", "1 damaged records removed", "extract: 1 clips decoded"])
    }

    @Test(arguments: [0.3, 0.6, 0.95]) func aTruncatedFeatureCacheKeepsItsGoodRecords(share: Double) throws {
        try spoil("features/features.sqlite") { $0 = $0.prefix(Int(Double($0.count) * share)) }
        #expect(try pipeline.tool.run("features", "verify", workspace).code == 1)
        let mended = try pipeline.run(workspace)
        try expectMended(mended, ["features.sqlite: rebuilt with the", "clips decoded, 0 failures"])
    }

    @Test func aFeatureCacheThatIsNoDatabaseIsMadeAnew() throws {
        try spoil("features/features.sqlite") { $0 = Data(repeating: 7, count: 5000) }
        try expectMended(try pipeline.run(workspace), ["file is not a database", "rebuilt with the 0 records", "extract: \(SmallPipeline.clips) clips decoded"])
    }

    @Test(arguments: [0.2, 0.8]) func aTruncatedCatalogueIsMadeAnewAndNoFeatureIs(share: Double) throws {
        try spoil("catalogue.sqlite") { $0 = $0.prefix(Int(Double($0.count) * share)) }
        #expect(try pipeline.tool.run("features", "verify", workspace).code == 1)
        let mended = try pipeline.run(workspace)
        try expectMended(mended, ["catalogue.sqlite: made anew", "ingest: \(SmallPipeline.clips) samples"])
        #expect(!mended.errors.contains("\(SmallPipeline.clips) clips decoded"))
    }

    private static let written = [
        "table.safetensors": "assemble", "transform.safetensors": "assemble", "model.safetensors": "train", "history.jsonl": "train",
        "training.json": "train", "metrics.json": "evaluate", "rankings.json": "evaluate", "average_precision.json": "evaluate",
        "report/index.html": "report",
    ]

    /// Half of them have a bit flipped, which no reader would see, the others are cut short.
    @Test(arguments: written.keys.sorted().enumerated().map { ($0, $1) }) func whatAStageWroteIsWrittenAgain(number: Int, file: String) throws {
        try spoil("runs/run/" + file) { bytes in
            if number.isMultiple(of: 2) { bytes[bytes.count * 2 / 3] ^= 1 } else { bytes = bytes.prefix(bytes.count / 2) }
        }
        let stage = try #require(Self.written[file])
        let outcome = try pipeline.run(workspace)
        #expect(outcome.code == 0 && outcome.errors.contains("\(stage): running, because "), "\(outcome.errors)")
        #expect(outcome.errors.contains("runs/run/\(file) is damaged: its SHA-256 is not that of what was written"), "\(outcome.errors)")
        #expect(outcome.errors.components(separatedBy: "running, because").count == 2, "only that stage: \(outcome.errors)")
        try expectWhole()
    }

    @Test func aStageAloneReadsNothingThatIsDamaged() throws {
        try spoil("runs/run/metrics.json") { $0[$0.count / 2] ^= 1 }
        let outcome = try pipeline.run(workspace, "--only", "report", "--force", "report")
        #expect(outcome.code == 1 && outcome.errors.contains("metrics.json is damaged"), "\(outcome.errors)")
        #expect(outcome.errors.contains("let the 'evaluate' stage run too"), "\(outcome.errors)")
    }

    @Test func halfWrittenFilesOfAKilledRunAreRemoved() throws {
        let left = ["runs/run/model.safetensors.4194305-0.partial", "runs/run/report/index.html.4194305-0.partial"]
        for file in left { try Data("half".utf8).write(to: URL(fileURLWithPath: pipeline.path(workspace, file))) }
        let outcome = try pipeline.run(workspace)
        #expect(outcome.code == 0)
        for file in left {
            #expect(outcome.errors.contains("\(file): half written, removed"))
            #expect(!FileManager.default.fileExists(atPath: pipeline.path(workspace, file)))
        }
    }

    /// An export has no lock, so what another process may still write is left alone.
    @Test func aHalfWrittenExportIsRemovedByTheNext() throws {
        let left = pipeline.folder + "/\(workspace).npz.4194305-0.partial", fresh = pipeline.folder + "/\(workspace).npz.4194306-0.partial"
        for file in [left, fresh] { try Data("half".utf8).write(to: URL(fileURLWithPath: file)) }
        try FileManager.default.setAttributes([.modificationDate: Date.now.addingTimeInterval(-3600)], ofItemAtPath: left)
        let outcome = try pipeline.tool.run("features", "export", workspace, "--to", "\(workspace).npz", "--format", "npz")
        #expect(outcome.code == 0 && outcome.output.contains("\(workspace).npz.4194305-0.partial: half written, removed"), "\(outcome.output)\(outcome.errors)")
        #expect(!FileManager.default.fileExists(atPath: left) && FileManager.default.fileExists(atPath: fresh))
    }

    @Test func aLockThatWasLeftBehindIsNamedAndTaken() throws {
        let boot = try String(contentsOfFile: "/proc/sys/kernel/random/boot_id", encoding: .utf8).trimmingCharacters(in: .whitespacesAndNewlines)
        let lock = "{\"boot\":\"\(boot)\",\"host\":\"here\",\"process\":4194305,\"since\":\"2026-01-01T00:00:00Z\",\"user\":\"someone\"}\n"
        try Data(lock.utf8).write(to: URL(fileURLWithPath: pipeline.path(workspace, "lock")))
        let outcome = try pipeline.run(workspace)
        #expect(outcome.code == 0 && outcome.errors.contains("the last run here (process 4194305 of someone on here since 2026-01-01T00:00:00Z) did not end by itself"))
        #expect(!(try pipeline.run(workspace).errors.contains("did not end by itself")))
    }

    /// A run that does not make again what is damaged says so and leaves it.
    @Test func stagesThatCannotMendDoNot() throws {
        try spoil("features/features.sqlite") { $0 = $0.prefix($0.count / 2) }
        let outcome = try pipeline.run(workspace, "--only", "assemble", "--force", "assemble")
        #expect(outcome.code == 1 && outcome.errors.contains("features verify --repair"))
    }

    private func spoil(_ file: String, _ change: (inout Data) throws -> Void) throws {
        var bytes = try pipeline.bytes(workspace, file)
        try change(&bytes)
        try bytes.write(to: URL(fileURLWithPath: pipeline.path(workspace, file)))
    }

    private func expectMended(_ outcome: CommandLineTool.Outcome, _ words: [String]) throws {
        #expect(outcome.code == 0, "\(outcome.errors)")
        for text in ["damage found: ", "mended: "] + words { #expect(outcome.errors.contains(text), "no '\(text)' in \(outcome.errors)") }
        try expectWhole()
    }

    private func expectWhole() throws {
        for (name, bytes) in try pipeline.results(workspace) { #expect(bytes == expected[name], "\(name) differs") }
        let again = try pipeline.run(workspace)
        #expect(again.code == 0 && !again.errors.contains("damage found") && !again.errors.contains("running"), "\(again.errors)")
    }
}
