import Inference
import Kernels
public import Tensors

/// A network that takes pictures, for ``FrameEmbedder``.
public protocol PictureNetwork: Sendable {
    /// Pictures that its session takes at once.
    static var group: Int { get }
    /// How its pictures are prepared.
    var recipe: ImagePreprocessor.Recipe { get }
    /// Numbers of an embedding.
    var embeddingWidth: Int { get }
    /// - Throws: ``ExtractorError/inference(_:)``.
    func makeSession() throws(ExtractorError) -> PictureSession
}

/// One worker's means to run a network on pictures. It stays in the thread that uses it.
public final class PictureSession {
    private let session: NetworkSession
    private let embeddingWidth: Int

    init(_ network: CompiledNetwork, group: Int) throws(ExtractorError) {
        embeddingWidth = network.output.elementCount
        do throws(InferenceError) { session = try NetworkSession(network, capacity: group) } catch { throw .inference(error) }
    }

    /// The embeddings of pictures as ``ImagePreprocessor`` gives them, `count` of them, one after the other.
    ///
    /// A picture's row has the same bits whichever pictures are beside it and however many.
    ///
    /// **Shapes**: [count, 3, side, side] -> count x width.
    ///
    /// - Throws: ``ExtractorError/inference(_:)``.
    public func embed(_ pictures: UnsafePointer<Float>, count: Int) throws(ExtractorError) -> Matrix {
        var rows = Matrix(rows: count, columns: embeddingWidth)
        do throws(InferenceError) {
            try rows.values.withUnsafeMutableBufferPointer { buffer throws(InferenceError) in
                guard let base = buffer.baseAddress else { return }
                try session.run(pictures, count: count, into: base)
            }
        } catch {
            throw .inference(error)
        }
        return rows
    }

    /// As ``embed(_:count:)``, for pictures in an array.
    public func embed(_ pictures: [Float], count: Int) throws(ExtractorError) -> Matrix {
        precondition(pictures.count == count * session.input.elementCount)
        return try pictures.withUnsafeBufferPointer { buffer throws(ExtractorError) in
            guard let base = buffer.baseAddress else { return Matrix(rows: 0, columns: embeddingWidth) }
            return try embed(base, count: count)
        }
    }
}

/// A loaded network of pictures.
struct LoadedPictureNetwork<Network: PictureNetwork>: LoadedExtractor {
    let network: Network

    func makeEmbedder<Clip>(_ sampling: ClipSampling) throws(ExtractorError) -> any ClipEmbedder<Clip> {
        try FrameEmbedder<Clip>(network: network, framesPerSecond: sampling.framesPerSecond)
    }
}

extension PictureNetwork {
    /// The network as `aadml bench network` measures it.
    func trial(_ name: String, _ layers: [TunableLayer]) -> NetworkTrial {
        let (count, side) = (Self.group, recipe.side)
        return NetworkTrial(
            network: name, unit: "images", inputs: "random pictures, 3 x \(side) x \(side)", batch: count, inputSize: recipe.valueCount,
            gigaflops: layers.map(\.shape.gigaflops).reduce(0, +)
        ) {
            let session = try makeSession()
            return { pictures in _ = try session.embed(pictures, count: count) }
        }
    }
}
