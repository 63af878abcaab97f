public import ArrayFiles
public import Checkpoints
import Inference
import Kernels
public import Tensors

/// VGGish: a log-mel example of 0.96 s of sound to 128 numbers.
///
/// One object is shared by all workers; each makes its own session. The embedding is the last layer after its ReLU, as the
/// published feature sets of AVE have it, or before (``VGGishTap``); the post-processing of AudioSet is a separate step.
///
/// Source: Hershey et al., arXiv:1609.09430; https://github.com/tensorflow/models/tree/master/research/audioset/vggish.
public final class VGGish: Sendable {
    public static let embeddingWidth = 128
    /// Log-mel frames and bands of an example.
    public static let exampleShape = (frames: 96, bands: 64)
    static let exampleSize = exampleShape.frames * exampleShape.bands

    /// Examples whose dense layers are computed together. Those layers read 272 MB of weights however few examples there
    /// are; the number is fixed, because it decides how they are computed, and is part of ``algorithmTable``.
    public enum Batch: Int, Hashable, Sendable, CaseIterable {
        /// A 10 s clip's: up to about ten examples cost little more than one.
        case clip = 10
        /// Those of several clips, for ``AudioEmbedder``: from here on the products and no longer the memory are the limit.
        case bulk = 64

        /// Examples that pass the convolutions together: a divisor, so that a full batch fills every group.
        public var group: Int { self == .clip ? 10 : 32 }
    }

    public let batch: Batch
    let convolutions: CompiledNetwork
    let dense: DenseNetwork
    private let table: AlgorithmTable

    /// What its features are called: `vggish`, and where they leave it elsewhere than usual the tap behind it.
    public static func name(_ tap: VGGishTap) -> String { ([VGGishGraph.name] + [tap.distinction].compactMap(\.self)).joined(separator: "/") }

    /// The name, shape and role of every weight.
    public static func manifest() -> WeightManifest { VGGishGraph.manifest() }

    /// - Parameters:
    ///   - file: what error messages call the weights.
    /// - Throws: ``ExtractorError/weights(_:)`` where a tensor is missing, unknown or of another shape;
    ///   ``ExtractorError/inference(_:)`` where oneDNN cannot do a layer on this machine.
    public init(
        weights: some WeightSource, named file: String, tap: VGGishTap = .relu, precision: Precision, algorithms: AlgorithmChoices = .committed,
        batch: Batch = .clip
    ) throws(ExtractorError) {
        do throws(TensorFileError) { try VGGish.manifest().check(weights, file: file) } catch { throw .weights(error) }
        let graph = VGGishGraph.convolutions()
        let table = VGGish.table(precision, algorithms, batch)
        let parameters = { (layer: String) in
            LayerParameters(weights: weights.values(layer + ".weight"), bias: weights.values(layer + ".bias"))
        }
        do throws(InferenceError) {
            convolutions = try CompiledNetwork(
                graph, element: VGGish.precisionOfConvolutions(precision).element, group: batch.group, algorithm: table.algorithm(of:), parameters: parameters)
            dense = try DenseNetwork(
                rows: batch.rawValue, inputs: graph.output.shape.elementCount, layers: VGGishGraph.denseLayers(tap),
                element: precision.element, parameters: parameters)
        } catch {
            throw .inference(error)
        }
        self.table = table
        self.batch = batch
    }

    /// Algorithm and precision of every layer, a line each: they decide the bits of an embedding.
    public var algorithmTable: String { table.text }

    /// As the property, known without weights.
    public static func algorithmTable(
        _ precision: Precision, _ algorithms: AlgorithmChoices = .committed, batch: Batch = .clip
    ) -> String {
        table(precision, algorithms, batch).text
    }

    /// Winograd's algorithm makes float32 faster than direct bfloat16, and is as good as exact; a unit for tiles is faster still.
    private static func precisionOfConvolutions(_ precision: Precision) -> Precision { OneDNN.hasMatrixUnit ? precision : .float32 }

    private static func table(_ precision: Precision, _ algorithms: AlgorithmChoices, _ batch: Batch) -> AlgorithmTable {
        let dense = VGGishGraph.denseLayers(.relu).map(\.name)
        return AlgorithmTable(
            title: "vggish, convolutions in groups of \(batch.group), dense layers in batches of \(batch.rawValue)",
            layers: VGGishGraph.convolutions().convolutions.map(\.name) + dense,
            precision: { dense.contains($0) ? precision : precisionOfConvolutions(precision) },
            network: VGGishGraph.name, choices: algorithms, committed: VGGishGraph.algorithms)
    }

    /// - Throws: ``ExtractorError/inference(_:)``.
    public func makeSession() throws(ExtractorError) -> Session { try Session(self) }

    /// One worker's means to run the network. It stays in the thread that uses it.
    public final class Session {
        let batch: Int
        private let convolutions: NetworkSession
        private let dense: DenseSession

        fileprivate init(_ network: VGGish) throws(ExtractorError) {
            batch = network.batch.rawValue
            do throws(InferenceError) {
                convolutions = try NetworkSession(network.convolutions, capacity: network.batch.group)
                dense = try DenseSession(network.dense)
            } catch {
                throw .inference(error)
            }
        }

        /// The embeddings of `count` examples.
        ///
        /// An example's row has the same bits whichever examples are beside it and however many. Where the example has numbers
        /// that are not finite it is no number either: a layer's ReLU would make zeros of them, as if there were nothing wrong.
        ///
        /// **Shapes**: [count, 96, 64] -> count x 128.
        ///
        /// - Throws: ``ExtractorError/inference(_:)``.
        public func embed(_ examples: UnsafePointer<Float>, count: Int) throws(ExtractorError) -> Matrix {
            var rows: [Float] = []
            rows.reserveCapacity(count * VGGish.embeddingWidth)
            for first in stride(from: 0, to: count, by: batch) {
                let taken = min(batch, count - first)
                do throws(InferenceError) {
                    try convolutions.run(examples + first * VGGish.exampleSize, count: taken, into: dense.input.base)
                    rows.append(contentsOf: try dense.run().prefix(taken * VGGish.embeddingWidth))
                } catch {
                    throw .inference(error)
                }
            }
            let (size, width) = (VGGish.exampleSize, VGGish.embeddingWidth)
            for example in 0..<count where !UnsafeBufferPointer(start: examples + example * size, count: size).allSatisfy(\.isFinite) {
                rows.replaceSubrange(example * width..<(example + 1) * width, with: repeatElement(.nan, count: width))
            }
            return Matrix(rows: count, columns: VGGish.embeddingWidth, values: rows)
        }

        /// As ``embed(_:count:)``, for examples in an array.
        public func embed(_ examples: [Float], count: Int) throws(ExtractorError) -> Matrix {
            precondition(examples.count == count * VGGish.exampleSize)
            return try examples.withUnsafeBufferPointer { buffer throws(ExtractorError) in
                guard let base = buffer.baseAddress else { return Matrix(rows: 0, columns: VGGish.embeddingWidth) }
                return try embed(base, count: count)
            }
        }
    }
}
