public import ArrayFiles
public import Checkpoints
public import Clips
import Inference
public import Settings
import Weights
public import Workflow

/// `network: resnet-50` of `extract.visual`.
public struct ResNet50Extractor: FeatureExtractor {
    public static let name = ResNet50Graph.name
    public static let modality = Modality.visual
    public static let variants = ResNet50Variant.allCases.map { variant in
        let (address, digits) = variant.publishedFile
        return WeightVariant(manifest: ResNet50.manifest(variant), files: [PublishedFile(address: address, digest: .prefix(digits))])
    }
    public static let conventions = ResNet50.conventions
    public static let layers = ResNet50Graph.make(.imageNet1KV1).convolutions.map { TunableLayer(name: $0.name, shape: $0.shape, images: 1) }
    public static let timeLabels = EmbeddingTimeLabels(
        inputs: .init(key: "resize", title: "resize"), network: .init(key: "resNet50", title: "ResNet-50"))

    public static func trials(_ arithmetic: Arithmetic) throws(ExtractorError) -> [NetworkTrial] {
        let manifest = ResNet50.manifest(.imageNet1KV1)
        let network = try ResNet50(
            weights: SynthesizedWeights.make(for: manifest, seed: 0), named: "synthesized weights", variant: .imageNet1KV1,
            precision: arithmetic.precision, algorithms: arithmetic.algorithms)
        return [network.trial(manifest.network, layers)]
    }

    public let variant: ResNet50Variant
    public let weights: WeightsOrigin

    public init(from section: Section) throws(SettingsError) {
        variant = try section.choice("variant", default: .imageNet1KV1)
        weights = try WeightsOrigin(section, default: Self.usualWeights)
    }

    public var manifest: WeightManifest { ResNet50.manifest(variant) }
    public var featureName: String { ResNet50.name(variant) }
    public var distinctions: [Ingredient] { [] }

    public func samplingIngredients(_ sampling: ClipSampling) -> [Ingredient] {
        [Ingredient("frames_per_second", String(sampling.framesPerSecond))]
    }

    public func algorithmTable(_ arithmetic: Arithmetic) -> String {
        ResNet50.algorithmTable(variant, arithmetic.precision, arithmetic.algorithms)
    }

    public func load(_ weights: any WeightSource, named file: String, _ arithmetic: Arithmetic) throws(ExtractorError) -> any LoadedExtractor {
        LoadedPictureNetwork(network: try ResNet50(
            weights: weights, named: file, variant: variant, precision: arithmetic.precision, algorithms: arithmetic.algorithms))
    }
}

extension ResNet50: PictureNetwork {
    public var recipe: ImagePreprocessor.Recipe { variant.recipe }
    public var embeddingWidth: Int { Self.embeddingWidth }
}
