import Checkpoints
import Clips
import Extractors
import Settings
import Tensors
import Testing

@Suite(.serialized) struct ResNet50ExtractorTests {
    private func settings(_ yaml: String) throws -> any FeatureExtractor {
        try ResNet50Extractor(from: try SettingsFile(text: yaml + "\n", named: "p.yaml").root)
    }

    @Test func bothPublishedWeightsAreVariants() throws {
        #expect(try settings("variant: imagenet1k-v2").featureName == "resnet-50/imagenet1k-v2")
        #expect(ResNet50Extractor.variants.map(\.name) == ["resnet-50-imagenet1k-v1", "resnet-50-imagenet1k-v2"])
        #expect(ResNet50Extractor.weightFile(of: "resnet-50/imagenet1k-v1") == "resnet-50.safetensors")
        #expect(throws: SettingsError.self) { try settings("variant: imagenet21k") }
    }

    /// A clip's rows, as a worker makes them.
    @Test func aClipsRowsAre2048Wide() throws {
        let loaded = try settings("weights: {synthesize: 3}").load(Arithmetic(.float32))
        let embedder: any ClipEmbedder<String> = try loaded.makeEmbedder(ClipSampling(framesPerSecond: 2, waveform: ""))
        guard case .frames(let append) = embedder.input else {
            Issue.record("it does not take frames")
            return
        }
        for number in 0..<9 { try append(FrameEmbedderTests.frame(number)) }
        try embedder.finish("clip")
        let rows = try #require(embedder.takeFinished().first).rows
        #expect(rows.rows.rows == 9 && rows.rows.columns == 2048 && rows.rows.isFinite)
        #expect(rows.times.last == Interval(start: 4, end: 4.5))
    }
}
