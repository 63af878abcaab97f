public import ArrayFiles
public import Checkpoints
import Inference
import Kernels

/// Inception V3 up to its 2048 pooled features, or to those of an earlier block: a picture of 299 x 299 to that many numbers.
///
/// One object is shared by all workers; each makes its own session.
///
/// Source: Szegedy et al., arXiv:1512.00567; the variants are described at ``InceptionVariant``, the blocks at ``InceptionTap``.
public final class InceptionV3: Sendable {
    /// Pictures that pass through a stage one after the other while its weights are in the cache.
    public static let group = 8

    public let variant: InceptionVariant
    /// Numbers of an embedding.
    public let embeddingWidth: Int
    let network: CompiledNetwork
    private let table: AlgorithmTable

    /// What its features are called, e.g. `inception-v3/tf2015`, and where they leave it elsewhere than usual the tap behind it.
    public static func name(_ variant: InceptionVariant, _ tap: InceptionTap) -> String {
        ([InceptionGraph.name, variant.rawValue] + [tap.distinction].compactMap(\.self)).joined(separator: "/")
    }

    /// The name, shape and role of every weight; the auxiliary head and the classifier may stand in a file too.
    public static func manifest(_ variant: InceptionVariant) -> WeightManifest { InceptionGraph.manifest(variant) }

    /// - Parameters:
    ///   - file: what error messages call the weights.
    /// - Throws: ``ExtractorError/weights(_:)`` where a tensor is missing, unknown or of another shape;
    ///   ``ExtractorError/inference(_:)`` where oneDNN cannot do a layer on this machine.
    public init(
        weights: some WeightSource, named file: String, variant: InceptionVariant, tap: InceptionTap = .pool, precision: Precision,
        algorithms: AlgorithmChoices = .committed
    ) throws(ExtractorError) {
        do throws(TensorFileError) { try InceptionV3.manifest(variant).check(weights, file: file) } catch { throw .weights(error) }
        let graph = InceptionGraph.make(variant, tap: tap)
        let table = InceptionV3.table(variant, tap, precision, algorithms)
        do throws(InferenceError) {
            network = try CompiledNetwork(
                graph, element: precision.element, algorithm: table.algorithm(of:), parameters: weights.foldingBatchNormalization)
        } catch {
            throw .inference(error)
        }
        self.variant = variant
        embeddingWidth = graph.output.shape.elementCount
        self.table = table
    }

    /// Algorithm and precision of every layer, a line each: they decide the bits of an embedding.
    public var algorithmTable: String { table.text }

    /// As the property, known without weights.
    public static func algorithmTable(
        _ variant: InceptionVariant, _ precision: Precision, _ algorithms: AlgorithmChoices = .committed, tap: InceptionTap = .pool
    ) -> String {
        table(variant, tap, precision, algorithms).text
    }

    /// Of the layers that are computed.
    private static func table(
        _ variant: InceptionVariant, _ tap: InceptionTap, _ precision: Precision, _ algorithms: AlgorithmChoices
    ) -> AlgorithmTable {
        AlgorithmTable(
            title: "inception-v3/\(variant.rawValue)", layers: InceptionGraph.make(variant).convolutions.map(\.name),
            precision: { _ in precision }, network: InceptionGraph.name, choices: algorithms, committed: InceptionGraph.algorithms
        ).keeping(InceptionGraph.make(variant, tap: tap).convolutions.map(\.name))
    }

    /// - Throws: ``ExtractorError/inference(_:)``.
    public func makeSession() throws(ExtractorError) -> PictureSession { try PictureSession(network, group: Self.group) }
}
