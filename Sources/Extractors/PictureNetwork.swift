import Kernels
public import Tensors

/// A network that takes pictures, for ``FrameEmbedder``.
public protocol PictureNetwork: Sendable {
    associatedtype Session: PictureSession

    /// Pictures that its session takes at once.
    static var group: Int { get }
    /// How its pictures are prepared.
    var recipe: ImagePreprocessor.Recipe { get }
    /// Numbers of an embedding.
    var embeddingWidth: Int { get }
    /// - Throws: ``ExtractorError/inference(_:)``.
    func makeSession() throws(ExtractorError) -> Session
}

/// One worker's means to run a network on pictures.
public protocol PictureSession: AnyObject {
    /// The embeddings of pictures as ``ImagePreprocessor`` gives them, `count` of them, one after the other.
    ///
    /// **Shapes**: [count, 3, side, side] -> count x width.
    ///
    /// - Throws: ``ExtractorError/inference(_:)``.
    func embed(_ pictures: UnsafePointer<Float>, count: Int) throws(ExtractorError) -> Matrix
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
            return { pictures in _ = try pictures.withUnsafeBufferPointer { try $0.baseAddress.map { try session.embed($0, count: count) } } }
        }
    }
}
