import Clips
import Extractors
import Tensors
import Testing
import Weights

@Suite(.serialized) struct AudioEmbedderTests {
    static let network = Result {
        let weights = SynthesizedWeights.make(for: VGGish.manifest(), seed: NetworkGolden.seed)
        return try VGGish(weights: weights, named: "synthesized", precision: .float32)
    }

    static func embed(_ samples: [Float], hop: Double, pieces: Int) throws -> EmbeddedRows {
        try embed(samples, pieces: pieces, with: try AudioEmbedder<String>(network: network.get(), hopSeconds: hop))
    }

    /// A clip that shares no batch is completed when it ends.
    static func embed(_ samples: [Float], pieces: Int, with embedder: AudioEmbedder<String>) throws -> EmbeddedRows {
        try SharedBatchTests.add(samples, pieces: pieces, to: embedder)
        try embedder.finish("clip")
        let finished = embedder.takeFinished()
        #expect(finished.map(\.clip) == ["clip"])
        return try #require(finished.first).rows
    }

    @Test func tenSecondsAreTenRowsWithTheirTimes() throws {
        let rows = try Self.embed(NetworkGolden.pattern(160_000), hop: 0.96, pieces: 160_000)
        #expect(rows.rows.rows == 10 && rows.rows.columns == 128)
        #expect(rows.times.first == Interval(start: 0, end: 0.96))
        #expect(rows.times.last == Interval(start: 8.64, end: 9.6))
        #expect(rows.rows.isFinite)
    }

    /// However the samples are cut, and whatever clip the embedder had before.
    @Test func piecesAndEarlierClipsDoNotMatter() throws {
        let samples = NetworkGolden.pattern(60_000)
        let whole = try Self.embed(samples, hop: 0.48, pieces: 60_000)
        #expect(whole.times.prefix(2) == [Interval(start: 0, end: 0.96), Interval(start: 0.48, end: 1.44)])
        let embedder = try AudioEmbedder<String>(network: Self.network.get(), hopSeconds: 0.48)
        _ = try Self.embed(NetworkGolden.pattern(33_333, first: 500), pieces: 1000, with: embedder)
        #expect(try Self.embed(samples, pieces: 777, with: embedder) == whole)
    }

    @Test func soundWithoutAWindowIsTooShort() throws {
        #expect(try Self.embed(NetworkGolden.pattern(15_600), hop: 0.96, pieces: 4000).rows.rows == 1)
        let embedder = try AudioEmbedder<String>(network: Self.network.get(), hopSeconds: 0.96)
        let error = #expect(throws: ExtractorError.self) {
            try Self.embed(NetworkGolden.pattern(15_599), pieces: 4000, with: embedder)
        }
        #expect(error?.description.contains("15599 samples") == true && error?.description.contains("15600") == true)
        #expect(try Self.embed(NetworkGolden.pattern(15_600), pieces: 4000, with: embedder).rows.rows == 1)
    }

    /// One row, as if silence followed; longer sound is not touched.
    @Test func shortSoundIsFollowedBySilenceOnRequest() throws {
        let sound = NetworkGolden.pattern(8000)
        let embedder = try AudioEmbedder<String>(network: Self.network.get(), hopSeconds: 0.48, shortSound: .pad)
        let padded = try Self.embed(sound, pieces: 3000, with: embedder)
        #expect(padded.times == [Interval(start: 0, end: 0.96)])
        #expect(try padded == Self.embed(sound + [Float](repeating: 0, count: 7600), hop: 0.48, pieces: 16_000))
        let long = NetworkGolden.pattern(16_000)
        #expect(try Self.embed(long, pieces: 16_000, with: embedder) == Self.embed(long, hop: 0.48, pieces: 16_000))
        #expect(throws: ExtractorError.self) { try embedder.finish("no sample") }
    }

    @Test func impossibleHopIsRefused() throws {
        let network = try Self.network.get()
        for hop in [0, -1, .nan, 4000] {
            #expect(throws: ExtractorError.self) { try AudioEmbedder<String>(network: network, hopSeconds: hop) }
        }
    }
}
