public import ArrayFiles
public import Checkpoints
public import Clips
import Inference
public import Settings
import Weights
public import Workflow

/// `network: vggish` of `extract.audio`.
public struct VGGishExtractor: FeatureExtractor {
    public static let name = VGGishGraph.name
    public static let modality = Modality.audio
    /// Source: the projects named in each address; the digest is the suffix of PyTorch's file name.
    public static let variants = [
        WeightVariant(manifest: VGGish.manifest(), files: [
            PublishedFile(
                address: "https://github.com/harritaylor/torchvggish/releases/download/v0.1/vggish-10086976.pth", digest: .prefix("10086976")),
            PublishedFile(address: "https://storage.googleapis.com/audioset/vggish_model.ckpt", digest: .unknown),
        ]),
    ]
    public static let conventions = VGGish.conventions
    public static let layers = VGGishGraph.convolutions().convolutions.map {
        TunableLayer(name: $0.name, shape: $0.shape, images: $0.isTogether ? VGGish.Batch.clip.group : 1)
    }
    public static let timeLabels = EmbeddingTimeLabels(
        inputs: .init(key: "logMel", title: "log-mel"), network: .init(key: "vggish", title: "VGGish"))

    public static func trials(_ arithmetic: Arithmetic) throws(ExtractorError) -> [NetworkTrial] {
        let dense = 2e-9 * Double(12_288 * 4096 + 4096 * 4096 + 4096 * VGGish.embeddingWidth)
        let gigaflops = layers.map(\.shape.gigaflops).reduce(dense, +)
        var trials: [NetworkTrial] = []
        for batch in VGGish.Batch.allCases {
            let network = try VGGish(
                weights: SynthesizedWeights.make(for: VGGish.manifest(), seed: 0), named: "synthesized weights",
                precision: arithmetic.precision, algorithms: arithmetic.algorithms, batch: batch)
            trials.append(NetworkTrial(
                network: VGGish.manifest().network, unit: "examples", inputs: "random log-mel examples, 96 x 64", batch: batch.rawValue,
                inputSize: VGGish.exampleSize, gigaflops: gigaflops
            ) {
                let session = try network.makeSession()
                return { examples in _ = try session.embed(examples, count: batch.rawValue) }
            })
        }
        return trials
    }

    public let tap: VGGishTap
    public let weights: WeightsOrigin
    /// Seconds from one row to the next.
    public let hop: Double
    /// Examples that pass the dense layers together. A clip's are done with the clip; those of several clips together are faster,
    /// and a kill then costs the sound of the clips that wait.
    public let batch: VGGish.Batch
    /// Of clips that end before the first window does.
    public let shortSound: ShortSound

    public init(from section: Section) throws(SettingsError) {
        tap = try section.choice("tap", default: .relu)
        weights = try WeightsOrigin(section, default: Self.usualWeights)
        hop = try section.number("hop", default: 0.96, in: 0.01...3600)
        batch = try section.choice("batch", default: "clip", among: ["clip", "bulk"]) == "bulk" ? .bulk : .clip
        shortSound = try section.choice("too_short", default: .fail)
    }

    public var manifest: WeightManifest { VGGish.manifest() }
    public var featureName: String { VGGish.name(tap) }

    public var distinctions: [Ingredient] {
        [("tap", tap.distinction), ("too_short", shortSound == .fail ? nil : shortSound.rawValue)]
            .compactMap { name, value in value.map { Ingredient(name, $0) } }
    }

    public func samplingIngredients(_ sampling: ClipSampling) -> [Ingredient] {
        [Ingredient("hop", String(hop)), Ingredient("waveform", sampling.waveform)]
    }

    public func algorithmTable(_ arithmetic: Arithmetic) -> String {
        VGGish.algorithmTable(arithmetic.precision, arithmetic.algorithms, batch: batch)
    }

    public func load(_ weights: any WeightSource, named file: String, _ arithmetic: Arithmetic) throws(ExtractorError) -> any LoadedExtractor {
        let network = try VGGish(
            weights: weights, named: file, tap: tap, precision: arithmetic.precision, algorithms: arithmetic.algorithms, batch: batch)
        return Loaded(network: network, hop: hop, shortSound: shortSound)
    }

    private struct Loaded: LoadedExtractor {
        let network: VGGish
        let hop: Double
        let shortSound: ShortSound

        func makeEmbedder<Clip>(_ sampling: ClipSampling) throws(ExtractorError) -> any ClipEmbedder<Clip> {
            try AudioEmbedder<Clip>(network: network, hopSeconds: hop, shortSound: shortSound)
        }
    }
}
