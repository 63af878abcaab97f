import Tensors
import Winograd
import WinogradAVX512

/// One worker's means to run a ``TiledConvolution``.
final class TiledInvocation: LayerInvocation {
    private let kernel: TiledConvolution
    private let transformer: any TileTransformer
    private let products: [KernelInvocation]

    init(_ kernel: TiledConvolution) throws(KernelError) {
        self.kernel = kernel
        transformer = OneDNN.hasAVX512 ? WideTileTransformer(kernel.plan) : NarrowTileTransformer(kernel.plan)
        var products: [KernelInvocation] = []
        for product in kernel.products { products.append(try KernelInvocation(product)) }
        self.products = products
    }

    func run(on stream: ExecutionStream, _ images: ImageGroup, scratchpad: UnsafeMutableRawPointer) throws(KernelError) {
        let (plan, places) = (kernel.plan, kernel.plan.places)
        let floats = scratchpad.assumingMemoryBound(to: Float.self)
        for firstRow in plan.strips {
            for image in 0..<images.count {
                transformer.transformInput(
                    images.source(of: image).assumingMemoryBound(to: Float.self), number: image, firstRow: firstRow, scratchpad: floats)
            }
            for (point, product) in products.enumerated() {
                try product.run(
                    on: stream, source: floats + (places.values + point * places.valueStep),
                    destination: floats + (places.products + point * places.productStep), scratchpad: scratchpad + places.byteCount)
            }
            kernel.bias.withUnsafeBufferPointer { bias in
                guard let bias = bias.baseAddress else { return }
                transformer.transformProducts(
                    firstRow: firstRow, scratchpad: floats, bias: bias, to: images.destination(of: 0), step: images.destinationStep, count: images.count)
            }
        }
    }
}
