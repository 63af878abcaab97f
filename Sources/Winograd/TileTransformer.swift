/// Computes what stands before and after the products of a ``TilePlan``, in the instructions of some class of processors.
///
/// Scratchpads and activations are aligned to 64 bytes.
public protocol TileTransformer: Sendable {
    /// Transforms one image's tiles, in all blocks of channels.
    ///
    /// - Parameters:
    ///   - firstRow: of tiles.
    ///   - image: its activations, and its number among those that are computed together.
    func transformInput(_ image: UnsafePointer<Float>, number: Int, firstRow: Int, scratchpad: UnsafeMutablePointer<Float>)

    /// Transforms the products of some images back, adds the bias and takes the ReLU.
    ///
    /// - Parameters:
    ///   - bias: a number an output channel.
    ///   - step: bytes from one image's activations to the next's.
    func transformProducts(
        firstRow: Int, scratchpad: UnsafeMutablePointer<Float>, bias: UnsafePointer<Float>, to images: UnsafeMutableRawPointer, step: Int, count: Int)
}

/// By vectors of four, for any processor.
public final class NarrowTileTransformer: TileTransformer {
    private let transforms: TileTransforms<SIMD4<Float>>

    public init(_ plan: TilePlan) { transforms = TileTransforms(plan) }

    public func transformInput(_ image: UnsafePointer<Float>, number: Int, firstRow: Int, scratchpad: UnsafeMutablePointer<Float>) {
        transforms.transformInput(image, number: number, firstRow: firstRow, scratchpad)
    }

    public func transformProducts(
        firstRow: Int, scratchpad: UnsafeMutablePointer<Float>, bias: UnsafePointer<Float>, to images: UnsafeMutableRawPointer, step: Int, count: Int
    ) {
        transforms.transformProducts(firstRow: firstRow, scratchpad, bias: bias, to: images, step: step, count: count)
    }
}
