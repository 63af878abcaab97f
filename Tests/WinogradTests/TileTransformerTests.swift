import Kernels
import Tensors
import Testing
import Winograd
import WinogradAVX512

@Suite struct TileTransformerTests {
    struct Case: CustomTestStringConvertible {
        let taps: (height: Int, width: Int)
        let side: (height: Int, width: Int)
        let images: Int
        var testDescription: String { "\(taps.height) x \(taps.width) on \(side.height) x \(side.width), \(images) images" }
    }

    static let cases = [
        Case(taps: (3, 3), side: (12, 8), images: 5), Case(taps: (3, 3), side: (35, 35), images: 1), Case(taps: (5, 5), side: (35, 35), images: 1),
        Case(taps: (1, 7), side: (17, 17), images: 2), Case(taps: (7, 1), side: (17, 17), images: 2), Case(taps: (3, 1), side: (8, 8), images: 1),
    ]

    /// Features do not depend on how wide the processor's vectors are.
    @Test(.enabled(if: OneDNN.hasAVX512), arguments: cases) func wideVectorsGiveTheBitsOfNarrowOnes(one: Case) throws {
        let layer = TilePlan.Layer(
            input: (2, one.side.height, one.side.width), output: (2, one.side.height, one.side.width),
            padding: (one.taps.height / 2, one.taps.width / 2), relu: true)
        let plan = TilePlan(
            layer, block: 16, vertical: try #require(MinimalFilter(taps: one.taps.height, length: one.side.height)),
            horizontal: try #require(MinimalFilter(taps: one.taps.width, length: one.side.width)), images: one.images)
        let narrow = pass(NarrowTileTransformer(plan), plan), wide = pass(WideTileTransformer(plan), plan)
        #expect(narrow.values == wide.values && narrow.pixels == wide.pixels)
        #expect(Set(narrow.values).count > 100 && narrow.pixels.contains(0) && narrow.pixels.contains { Float(bitPattern: $0) > 0.5 })
    }

    /// The bits of noise's values at all points, and of the pixels that other noise as products gives.
    private func pass(_ transformer: any TileTransformer, _ plan: TilePlan) -> (values: [UInt32], pixels: [UInt32]) {
        var generator = SeededGenerator(seed: 1)
        func fill(_ memory: UnsafeMutablePointer<Float>, _ count: Int) { for index in 0..<count { memory[index] = Float(generator.normal()) } }
        let size = 2 * 16 * plan.layer.input.height * plan.layer.input.width
        let images = AlignedBuffer(count: plan.images * size), pixels = AlignedBuffer(count: plan.images * size)
        let memory = AlignedBuffer(count: plan.places.byteCount / 4), bias = AlignedBuffer(count: 32)
        for buffer in [memory, images, bias] { fill(buffer.base, buffer.count) }
        for image in 0..<plan.images { transformer.transformInput(images.base + image * size, number: image, firstRow: 0, scratchpad: memory.base) }
        let values = (plan.places.values..<plan.places.products).map { memory.base[$0].bitPattern }
        transformer.transformProducts(
            firstRow: 0, scratchpad: memory.base, bias: bias.base, to: pixels.base, step: size * 4, count: plan.images)
        // A plan may compute fewer rows at a time than there are.
        let rows = min(plan.rowsAtOnce * plan.vertical.outputs, plan.layer.output.height)
        return (values, (0..<(rows * plan.layer.output.width * 16)).map { pixels.base[$0].bitPattern })
    }
}
