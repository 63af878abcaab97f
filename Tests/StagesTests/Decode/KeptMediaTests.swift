import Archives
import Clips
import DemoClips
import Features
import Foundation
import Media
@testable import Stages
import Store
import Tensors
import Testing
import Workflow

/// `decode.persist`: what is kept, and that extracting from it is as good as extracting from the archive.
@Suite struct KeptMediaTests {
    private let scratch = Scratch()
    private static let clips = 5

    init() throws {
        _ = try DemoDataset(seed: 4, clips: Self.clips, clipSeconds: 2).write(layout: .vegas, to: scratch.file("VEGAS.tar"))
    }

    /// - Parameter sound: costs most of a run, which makes VGGish's weights.
    private func pipeline(_ workspace: String, weights: Int, persist: String = "false", sound: Bool = true) throws -> PipelineRun {
        try PipelineRun(scratch, """
            name: run-\(weights)
            workspace: \(scratch.file(workspace))
            until: extract
            dataset: {layout: vegas, sources: [\(scratch.file("VEGAS.tar"))]}
            decode: {persist: \(persist)}
            extract: {audio: \(sound ? "{weights: {synthesize: \(weights)}, hop: 0.3}" : "none"), visual: {weights: {synthesize: \(weights)}}}
            """, file: "\(workspace)-\(weights).yaml")
    }

    /// Digests of the features that a pipeline made, and how they look in the report.
    private func features(_ run: PipelineRun) throws -> [String: String] {
        let pipeline = try run.pipeline()
        let cache = try #require(pipeline.cache)
        var features: [String: String] = [:]
        for identity in try ExtractorIdentity.all(pipeline.settings.extract, pipeline.settings.decode, pipeline.catalogue) {
            for (sha256, digest) in try cache.digests(of: identity.digest) { features["\(identity.modality.rawValue) \(sha256)"] = digest }
        }
        return features
    }

    private func shards(_ workspace: String) -> [String] {
        let folder = scratch.file(workspace) + "/decoded"
        return ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).filter { $0.hasSuffix(".tar") }.sorted().map { folder + "/" + $0 }
    }

    @Test func anotherNetworkReadsTheShardsAndGetsTheSameBits() throws {
        let direct = try pipeline("direct", weights: 2)
        try direct.run()
        let expected = try features(direct)
        #expect(expected.count == 2 * Self.clips)

        let first = try pipeline("kept", weights: 1, persist: "true")
        let summary = try #require(try first.run().summary(of: "extract"))
        #expect(summary.contains("\(Self.clips) kept in"), "\(summary)")
        #expect(try first.run().ran.isEmpty)

        let second = try pipeline("kept", weights: 2)
        let again = try #require(try second.run().summary(of: "extract"))
        #expect(again.contains("\(Self.clips) of them read from kept media"), "\(again)")
        #expect(try features(second) == expected)
    }

    @Test(arguments: ["{sound: flac, frames: jpg, quality: 60}", "{frames: jpg}"])
    func aLossyFormShowsInTheFeaturesFromTheFirstRunOn(persist: String) throws {
        let direct = try pipeline("direct", weights: 2)
        try direct.run()
        let once = try pipeline("once", weights: 2, persist: persist)
        try once.run()
        let expected = try features(once)
        #expect(expected.count == 2 * Self.clips)
        for (key, digest) in try features(direct) {
            let isLossy = key.hasPrefix("audio") ? persist.contains("flac") : persist.contains("jpg")
            #expect((expected[key] != digest) == isLossy, "\(key)")
        }

        try pipeline("kept", weights: 1, persist: persist).run()
        let second = try pipeline("kept", weights: 2, persist: persist)
        let summary = try #require(try second.run().summary(of: "extract"))
        #expect(summary.contains("\(Self.clips) of them read from kept media"), "\(summary)")
        #expect(try features(second) == expected)
        // The frames may not stand in for the archive's.
        let plain = try #require(try pipeline("kept", weights: 3, sound: false).run().summary(of: "extract"))
        #expect(!plain.contains("read from kept media"), "\(plain)")
    }

    @Test func clipsThatHaveFeaturesAreKeptLater() throws {
        try pipeline("later", weights: 1, sound: false).run()
        let run = try pipeline("later", weights: 1, persist: "{shard_bytes: 10000}", sound: false)
        #expect(try run.run().ran["extract"] == "\(Self.clips) clips are not kept yet")
        #expect(try run.run().ran.isEmpty)
        // A shard is closed by the clip that fills it.
        #expect(shards("later").count == Self.clips)
    }

    @Test func aShardTellsWhatItHolds() throws {
        try pipeline("told", weights: 1, persist: "true").run()
        var found: [String: [String]] = [:]
        for shard in shards("told") {
            let reader = try EntryReader(source: shard)
            while let entry = try reader.next() {
                let parts = entry.name.split(separator: ".", maxSplits: 1)
                found[String(parts[0]), default: []].append(String(parts[1]))
                guard parts[1] == "json" else { continue }
                let json = try #require(try JSONSerialization.jsonObject(with: Data(try reader.readAll(limit: 1 << 20))) as? [String: Any])
                let samples = try #require(json["samples"] as? [[String: Any]])
                #expect(samples.count == 1 && (samples[0]["labels"] as? [String])?.count == 1)
                #expect((samples[0]["id"] as? String)?.contains("_video_") == true)
                #expect((json["sha256"] as? String)?.count == 64)
                let sound = try #require(json["sound"] as? [String: Any]), frames = try #require(json["frames"] as? [String: Any])
                #expect(sound["sample_rate"] as? Int == 16_000 && (sound["samples"] as? Int ?? 0) > 31_000)
                #expect(frames["times"] as? [Double] == [0, 1])
                let decode = try #require(json["decode"] as? [String: [String: String]])
                #expect(decode["visual"]?["frames_per_second"] == "1.0" && decode["visual"]?["frames"] == "png")
                #expect(decode["audio"]?["sound"] == "wav, float32")
            }
        }
        #expect(found.count == Self.clips)
        for members in found.values { #expect(members == ["wav", "frame000000.png", "frame000001.png", "json"]) }
    }

    @Test func aDamagedShardIsFoundAndRedone() throws {
        let direct = try pipeline("direct", weights: 2, sound: false)
        try direct.run()
        try pipeline("damaged", weights: 1, persist: "{shard_bytes: 10000}", sound: false).run()
        let files = shards("damaged")
        // Pixels changed, an archive's header destroyed, a file cut short, a file gone; one stays whole.
        try change(files[0]) { $0[$0.count / 2] ^= 0x10 }
        try change(files[1]) { $0.replaceSubrange(0..<512, with: [UInt8](repeating: 0x41, count: 512)) }
        try change(files[2]) { $0.removeLast(1000) }
        try FileManager.default.removeItem(atPath: files[3])

        let second = try pipeline("damaged", weights: 2, persist: "true", sound: false)
        let recorder = try second.run()
        let summary = try #require(recorder.summary(of: "extract"))
        #expect(summary.contains("1 of them read from kept media") && summary.contains("4 kept in"), "\(summary)")
        #expect(try features(second) == features(direct))
        #expect(try second.run().ran.isEmpty)
        let third = try #require(try pipeline("damaged", weights: 3, sound: false).run().summary(of: "extract"))
        #expect(third.contains("\(Self.clips) of them read from kept media"), "\(third)")
    }

    @Test func verifyFindsDamagedShardsAndRepairLetsThemBeRedone() throws {
        let run = try pipeline("verified", weights: 1, persist: "{shard_bytes: 10000}", sound: false)
        try run.run()
        let verification = FeatureVerification(workspace: scratch.file("verified"))
        let context = RunContext(workers: 1, events: Recorder(), interruption: .never)
        #expect(try verification.run(context).isEmpty)
        let file = shards("verified")[2]
        try change(file) { $0[$0.count / 2] ^= 1 }
        let damage = try verification.run(context)
        #expect(damage.map(\.file) == [file] && damage[0].sha256?.count == 64)
        #expect(try verification.repair(damage, context).count == 1)
        #expect(try verification.run(context).isEmpty)
        #expect(try run.run().ran["extract"] == "1 clips are not kept yet")
        #expect(try verification.run(context).isEmpty && shards("verified").count == Self.clips + 1)
    }

    @Test func aClipThatTakesTooMuchIsNotKeptAndNotTriedAgain() throws {
        let sound = (0..<32_000).map { Float(sin(Double($0) * 0.05)) * 0.5 }
        try scratch.write(WAVEncoder.encode(sound, channels: 1, sampleRate: 16_000), to: "clips/tone/a.wav")
        try scratch.write(WAVEncoder.encode(Array(sound.prefix(20_000)), channels: 1, sampleRate: 16_000), to: "clips/tone/b.wav")
        let run = try PipelineRun(scratch, """
            name: large
            workspace: \(scratch.file("large"))
            until: extract
            dataset: {layout: folder, sources: [\(scratch.file("clips"))]}
            decode: {persist: true, max_clip_bytes: 100000}
            extract: {audio: {weights: {synthesize: 1}}, visual: none}
            """)
        let summary = try #require(try run.run().summary(of: "extract"))
        #expect(summary.contains("0 failures") && summary.contains("1 kept in") && summary.contains("1 could not be kept"), "\(summary)")
        #expect(try run.pipeline().status().features == ["audio": 2])
        #expect(try run.run().ran.isEmpty)
    }

    private func change(_ path: String, _ body: (inout [UInt8]) -> Void) throws {
        var bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
        body(&bytes)
        try Data(bytes).write(to: URL(fileURLWithPath: path))
    }
}
