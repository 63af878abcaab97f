public import Winograd

/// By vectors of sixteen, for processors with AVX-512 (F, CD, BW, DQ, VL).
///
/// This room is compiled for such processors; whoever uses it asks first whether there is one. Nothing but the loops over
/// vectors may stand here: what other rooms compile too, an array's methods or the copying of a large struct, is linked once
/// for all, and the one from here would end the program elsewhere. (`nm` of this room's objects shows such symbols as W.)
/// Results are those of `NarrowTileTransformer` to the bit: the same operations in the same order.
public final class WideTileTransformer: TileTransformer {
    private let transforms: TileTransforms<SIMD16<Float>>

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
