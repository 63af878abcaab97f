public import ArrayFiles
public import Checkpoints
public import Clips
import Inference
public import Settings
import Weights
public import Workflow

/// `network: inception-v3` of `extract.visual`.
public struct InceptionV3Extractor: FeatureExtractor {
    public static let name = InceptionGraph.name
    public static let modality = Modality.visual
    public static let variants = [InceptionVariant.tf2015, .torchvision, .slim2016].map { variant in
        WeightVariant(manifest: InceptionV3.manifest(variant), files: variant.publishedFiles)
    }
    public static let conventions = InceptionV3.conventions
    public static let layers = InceptionGraph.make(.tf2015).convolutions.map { TunableLayer(name: $0.name, shape: $0.shape, images: 1) }
    public static let timeLabels = EmbeddingTimeLabels(
        inputs: .init(key: "resize", title: "resize"), network: .init(key: "inception", title: "Inception V3"))

    public static func trials(_ arithmetic: Arithmetic) throws(ExtractorError) -> [NetworkTrial] {
        let network = try InceptionV3(
            weights: SynthesizedWeights.make(for: InceptionV3.manifest(.tf2015), seed: 0), named: "synthesized weights", variant: .tf2015,
            precision: arithmetic.precision, algorithms: arithmetic.algorithms)
        return [network.trial(InceptionV3.manifest(.tf2015).network, layers)]
    }

    public let variant: InceptionVariant
    public let tap: InceptionTap
    public let weights: WeightsOrigin

    public init(from section: Section) throws(SettingsError) {
        variant = try section.choice("variant", default: .tf2015)
        tap = try section.choice("tap", default: .pool)
        weights = try WeightsOrigin(section, default: Self.usualWeights)
    }

    public var manifest: WeightManifest { InceptionV3.manifest(variant) }
    public var featureName: String { InceptionV3.name(variant, tap) }
    public var distinctions: [Ingredient] { tap.distinction.map { [Ingredient("tap", $0)] } ?? [] }

    public func samplingIngredients(_ sampling: ClipSampling) -> [Ingredient] {
        [Ingredient("frames_per_second", String(sampling.framesPerSecond))]
    }

    public func algorithmTable(_ arithmetic: Arithmetic) -> String {
        InceptionV3.algorithmTable(variant, arithmetic.precision, arithmetic.algorithms, tap: tap)
    }

    public func load(_ weights: any WeightSource, named file: String, _ arithmetic: Arithmetic) throws(ExtractorError) -> any LoadedExtractor {
        LoadedPictureNetwork(network: try InceptionV3(
            weights: weights, named: file, variant: variant, tap: tap, precision: arithmetic.precision, algorithms: arithmetic.algorithms))
    }
}

extension InceptionV3: PictureNetwork {
    public var recipe: ImagePreprocessor.Recipe { variant.recipe }
}

extension InceptionVariant {
    /// Source: the releases and documentation of the projects named in each address; digests are PyTorch's file name suffixes.
    var publishedFiles: [PublishedFile] {
        switch self {
        case .tf2015:
            [
                PublishedFile(
                    address: "https://github.com/mseitzer/pytorch-fid/releases/download/fid_weights/pt_inception-2015-12-05-6726825d.pth",
                    digest: .prefix("6726825d")),
                PublishedFile(
                    address: "https://github.com/toshas/torch-fidelity/releases/download/v0.2.0/weights-inception-2015-12-05-6726825d.pth",
                    digest: .prefix("6726825d")),
                PublishedFile(address: "http://download.tensorflow.org/models/image/imagenet/inception-2015-12-05.tgz", digest: .unknown),
            ]
        case .torchvision:
            [
                PublishedFile(address: "https://download.pytorch.org/models/inception_v3_google-0cc3c7bd.pth", digest: .prefix("0cc3c7bd")),
                PublishedFile(address: "https://download.pytorch.org/models/inception_v3_google-1a9a5a14.pth", digest: .prefix("1a9a5a14")),
            ]
        case .slim2016:
            [PublishedFile(address: "http://download.tensorflow.org/models/inception_v3_2016_08_28.tar.gz", digest: .unknown)]
        }
    }
}
