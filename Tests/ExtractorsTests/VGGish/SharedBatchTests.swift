import Clips
import Extractors
import Tensors
import Testing
import Weights

/// Clips whose examples share the batches of VGGish's dense layers.
@Suite(.serialized) struct SharedBatchTests {
    static let network = Result {
        let weights = SynthesizedWeights.make(for: VGGish.manifest(), seed: NetworkGolden.seed)
        return try VGGish(weights: weights, named: "synthesized", precision: .float32, batch: .bulk)
    }

    static func add(_ samples: [Float], pieces: Int, to embedder: AudioEmbedder<String>) throws {
        for start in stride(from: 0, to: samples.count, by: pieces) {
            try Array(samples[start..<min(start + pieces, samples.count)]).withUnsafeBufferPointer { try embedder.append($0) }
        }
    }

    static func sound(seconds: Double, _ seed: Int) -> [Float] { NetworkGolden.pattern(Int(seconds * 16_000), first: 1 + seed * 7919) }

    /// A clip alone, first, last, across the edge of two batches: the same rows, bit for bit.
    @Test func aClipsBitsAreItsOwn() throws {
        let network = try Self.network.get()
        let clip = Self.sound(seconds: 6, 0)
        let alone = try AudioEmbedder<String>(network: network, hopSeconds: 0.96)
        try clip.withUnsafeBufferPointer { try alone.append($0) }
        try alone.finish("alone")
        try alone.flush()
        let expected = try #require(alone.takeFinished().first).rows
        #expect(expected.rows.rows == 6)

        let embedder = try AudioEmbedder<String>(network: network, hopSeconds: 0.96)
        var found: [(clip: String, rows: EmbeddedRows)] = []
        // 6 + 57 + 6 + 2 rows: the second copy lies in rows 63 to 68, so in two batches.
        for (name, sound) in [("a", clip), ("long", Self.sound(seconds: 55, 1)), ("b", clip), ("end", Self.sound(seconds: 2.5, 2))] {
            try Self.add(sound, pieces: 4001, to: embedder)
            try embedder.finish(name)
            found += embedder.takeFinished()
        }
        #expect(embedder.waiting == ["b", "end"])
        try embedder.flush()
        found += embedder.takeFinished()
        #expect(found.map(\.clip) == ["a", "long", "b", "end"])
        #expect(found.map(\.rows.rows.rows) == [6, 57, 6, 2])
        #expect(found[0].rows == expected && found[2].rows == expected)
        #expect(embedder.waiting.isEmpty)
    }

    /// A clip that is given up or too short takes nothing from the others.
    @Test func aForgottenClipLeavesTheOthers() throws {
        let embedder = try AudioEmbedder<String>(network: Self.network.get(), hopSeconds: 0.96)
        let kept = Self.sound(seconds: 3, 3)
        try Self.add(kept, pieces: 16_000, to: embedder)
        try embedder.finish("kept")
        try Self.add(Self.sound(seconds: 20, 4), pieces: 16_000, to: embedder)
        embedder.reset()
        try Self.add(Self.sound(seconds: 0.5, 5), pieces: 100, to: embedder)
        let error = #expect(throws: ExtractorError.self) { try embedder.finish("short") }
        #expect(error?.description.contains("8000 samples") == true)
        try Self.add(kept, pieces: 16_000, to: embedder)
        try embedder.finish("again")
        try embedder.flush()
        let found = embedder.takeFinished()
        #expect(found.map(\.clip) == ["kept", "again"])
        #expect(found[0].rows == found[1].rows)
        try embedder.flush()
        #expect(embedder.takeFinished().isEmpty)
    }

    @Test func shortSoundIsFollowedBySilenceOnRequest() throws {
        let embedder = try AudioEmbedder<String>(network: Self.network.get(), hopSeconds: 0.96, shortSound: .pad)
        let short = Self.sound(seconds: 0.5, 6)
        for (name, sound) in [("short", short), ("by hand", short + [Float](repeating: 0, count: 7600)), ("long", Self.sound(seconds: 2.5, 7))] {
            try Self.add(sound, pieces: 3000, to: embedder)
            try embedder.finish(name)
        }
        #expect(throws: ExtractorError.self) { try embedder.finish("no sample") }
        try embedder.flush()
        let found = embedder.takeFinished()
        #expect(found.map(\.clip) == ["short", "by hand", "long"] && found.map(\.rows.rows.rows) == [1, 1, 2])
        #expect(found[0].rows == found[1].rows)
    }

    @Test func batchSizeIsPartOfTheTable() {
        #expect(VGGish.algorithmTable(.float32, batch: .bulk) != VGGish.algorithmTable(.float32, batch: .clip))
    }
}
