public import ArrayFiles
public import Checkpoints
public import Clips
public import Settings
public import Workflow

/// A network that makes features of the clips' sound or pictures, as the section `extract.<modality>` of a pipeline chooses it.
///
/// A network is added with a folder that holds a conforming type, one line in ``ExtractorRegistry`` and its tests. Settings,
/// fingerprints, weight commands, tables of algorithms and benchmarks ask the registry.
public protocol FeatureExtractor: StrictlyDecodable, Sendable {
    /// The spelling in `network:`, e.g. `inception-v3`.
    static var name: String { get }
    static var modality: Modality { get }
    /// What its weights are, for each variant. The first is the one that a pipeline uses unless it names another.
    static var variants: [WeightVariant] { get }
    /// The families of files that its weights are published in.
    static var conventions: [WeightConvention] { get }
    /// Every convolution that a table of algorithms names, in order.
    static var layers: [TunableLayer] { get }
    static var timeLabels: EmbeddingTimeLabels { get }
    /// The network on random weights, for `aadml bench network`: one entry for each size of batch.
    ///
    /// - Throws: ``ExtractorError``.
    static func trials(_ arithmetic: Arithmetic) throws(ExtractorError) -> [NetworkTrial]

    var weights: WeightsOrigin { get }
    /// What its weights have to be.
    var manifest: WeightManifest { get }
    /// What its features are called, e.g. `inception-v3/tf2015/Mixed_6e`.
    var featureName: String { get }
    /// Which part of the decoded sound or pictures makes a row. Fingerprints have these ingredients after the weights.
    func samplingIngredients(_ sampling: ClipSampling) -> [Ingredient]
    /// Algorithm and precision of every layer, a line each: they decide the bits of a row.
    func algorithmTable(_ arithmetic: Arithmetic) -> String
    /// Settings that were added after features had been stored. They are part of a fingerprint only where they change something.
    var distinctions: [Ingredient] { get }
    /// Makes the network ready to run.
    ///
    /// - Parameter file: what errors call the weights.
    /// - Throws: ``ExtractorError/weights(_:)`` where they do not fit, ``ExtractorError/inference(_:)``.
    func load(_ weights: any WeightSource, named file: String, _ arithmetic: Arithmetic) throws(ExtractorError) -> any LoadedExtractor
}

extension FeatureExtractor {
    /// Gets the weights from where the settings say, and makes the network ready to run.
    ///
    /// - Throws: ``TensorFileError``, `WeightImportError`, ``ExtractorError``.
    public func load(_ arithmetic: Arithmetic) throws -> any LoadedExtractor {
        let (source, name) = try weights.open(manifest)
        return try load(source, named: name, arithmetic)
    }

    /// The name that pipelines expect a variant's weight file to have, in `Data/weights`.
    public static func weightFile(of network: String) -> String {
        (variants.first?.network == network ? name : network.replacing("/", with: "-")) + ".safetensors"
    }

    /// Where the weights are, unless a pipeline tells.
    static var usualWeights: String { "Data/weights/\(name).safetensors" }
}

/// A network with its weights, which all workers share.
public protocol LoadedExtractor: Sendable {
    /// A worker's own session.
    ///
    /// - Throws: ``ExtractorError``.
    func makeEmbedder<Clip>(_ sampling: ClipSampling) throws(ExtractorError) -> any ClipEmbedder<Clip>
}

/// What the decoder hands over.
public struct ClipSampling: Hashable, Sendable {
    /// Frames a second.
    public let framesPerSecond: Double
    /// How sound became 16 kHz mono: the resampler and its settings, in words.
    public let waveform: String

    public init(framesPerSecond: Double, waveform: String) {
        self.framesPerSecond = framesPerSecond
        self.waveform = waveform
    }
}

/// How networks compute: the same for all that a pipeline uses.
public struct Arithmetic: Hashable, Sendable {
    public let precision: Precision
    public let algorithms: AlgorithmChoices

    public init(_ precision: Precision, _ algorithms: AlgorithmChoices = .committed) {
        self.precision = precision
        self.algorithms = algorithms
    }
}
