public import ArrayFiles
public import Checkpoints
import Inference
import Kernels

/// ResNet-50 up to its 2048 pooled features: a picture of 224 x 224 to that many numbers.
///
/// One object is shared by all workers; each makes its own session.
///
/// Source: He et al., arXiv:1512.03385, as torchvision has it; the variants are described at ``ResNet50Variant``.
public final class ResNet50: Sendable {
    /// Pictures that pass through a stage one after the other while its weights are in the cache.
    public static let group = 8
    /// torchvision's epsilon of all batch normalisations.
    private static let epsilon = 1e-5

    /// Numbers of an embedding.
    public static let embeddingWidth = 2048

    public let variant: ResNet50Variant
    let network: CompiledNetwork
    private let table: AlgorithmTable

    /// What its features are called, e.g. `resnet-50/imagenet1k-v1`.
    public static func name(_ variant: ResNet50Variant) -> String { "\(ResNet50Graph.name)/\(variant.rawValue)" }

    /// The name, shape and role of every weight. A file may hold the classifier, too.
    public static func manifest(_ variant: ResNet50Variant) -> WeightManifest { ResNet50Graph.manifest(variant) }

    /// - Parameters:
    ///   - file: what error messages call the weights.
    /// - Throws: ``ExtractorError/weights(_:)`` where a tensor is missing, unknown or of another shape;
    ///   ``ExtractorError/inference(_:)`` where oneDNN cannot do a layer on this machine.
    public init(
        weights: some WeightSource, named file: String, variant: ResNet50Variant, precision: Precision,
        algorithms: AlgorithmChoices = .committed
    ) throws(ExtractorError) {
        do throws(TensorFileError) { try ResNet50.manifest(variant).check(weights, file: file) } catch { throw .weights(error) }
        let table = ResNet50.table(variant, precision, algorithms)
        do throws(InferenceError) {
            network = try CompiledNetwork(
                ResNet50Graph.make(variant), element: precision.element, algorithm: table.algorithm(of:),
                parameters: { layer in
                    weights.foldingBatchNormalization(
                        convolution: layer, normalization: ResNet50Graph.normalization(after: layer), epsilon: ResNet50.epsilon)
                })
        } catch {
            throw .inference(error)
        }
        self.variant = variant
        self.table = table
    }

    /// Algorithm and precision of every layer, a line each: they decide the bits of an embedding.
    public var algorithmTable: String { table.text }

    /// As the property, known without weights.
    public static func algorithmTable(
        _ variant: ResNet50Variant, _ precision: Precision, _ algorithms: AlgorithmChoices = .committed
    ) -> String {
        table(variant, precision, algorithms).text
    }

    private static func table(_ variant: ResNet50Variant, _ precision: Precision, _ algorithms: AlgorithmChoices) -> AlgorithmTable {
        AlgorithmTable(
            title: name(variant), layers: ResNet50Graph.make(variant).convolutions.map(\.name), precision: { _ in precision },
            network: ResNet50Graph.name, choices: algorithms, committed: ResNet50Graph.algorithms)
    }

    /// - Throws: ``ExtractorError/inference(_:)``.
    public func makeSession() throws(ExtractorError) -> PictureSession { try PictureSession(network, group: Self.group) }
}
