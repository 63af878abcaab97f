import Tensors

/// Where the parts of the scratchpad of a ``TiledConvolution`` start; in floats.
struct TiledPlaces {
    /// A block of channels with its padding.
    let padded = 0
    /// One axis transformed.
    let halfway: Int
    /// The values at each point: the layout of an image of `tiles` pixels, point after point; image by image in it.
    let values: Int
    let products: Int
    /// From one point's values, or products, to the next's.
    let valueStep: Int
    let productStep: Int
    private let end: Int
    var byteCount: Int { end * 4 }

    init(_ plan: TilePlan, _ shape: ConvolutionShape) {
        let block = ImageLayout.block
        let half = max(plan.vertical.points * plan.paddedWidth * plan.rowsTogether, plan.halfwayTiles * plan.linesTogether)
        let outputs = plan.vertical.outputs * plan.horizontal.outputs * plan.columns
        halfway = max(plan.paddedHeight * plan.paddedWidth, outputs) * block
        values = halfway + half * block
        valueStep = TiledPlaces.step(plan.tiles * shape.input.channels)
        productStep = TiledPlaces.step(plan.tiles * shape.outputChannels)
        products = values + plan.points * valueStep
        end = products + plan.points * productStep
    }

    /// A cache line more than whole pages of 4 KB: a tile is written and read at all points in turn, and at equal places in
    /// pages these would share a few lines of the first-level cache.
    private static func step(_ floats: Int) -> Int { (floats + 1023) / 1024 * 1024 + 16 }
}

/// One worker's means to run a ``TiledConvolution``.
final class TiledInvocation: LayerInvocation {
    private let kernel: TiledConvolution
    private let plan: TilePlan
    private let places: TiledPlaces
    private let products: [KernelInvocation]
    /// Groups of four channels in a block.
    private let lanes = ImageLayout.block / 4

    init(_ kernel: TiledConvolution) throws(KernelError) {
        self.kernel = kernel
        plan = kernel.plan
        places = TiledPlaces(kernel.plan, kernel.shape)
        var products: [KernelInvocation] = []
        for product in kernel.products { products.append(try KernelInvocation(product)) }
        self.products = products
    }

    func run(on stream: ExecutionStream, _ images: ImageGroup, scratchpad: UnsafeMutableRawPointer) throws(KernelError) {
        let floats = scratchpad.assumingMemoryBound(to: Float.self)
        let scratch = scratchpad.assumingMemoryBound(to: Lanes.self)
        for firstRow in plan.strips {
            for image in 0..<images.count {
                transformInput(
                    images.source(of: image).assumingMemoryBound(to: Lanes.self), firstRow, tile: image * plan.tilesOfImage, scratch)
            }
            for (point, product) in products.enumerated() {
                try product.run(
                    on: stream, source: floats + (places.values + point * places.valueStep),
                    destination: floats + (places.products + point * places.productStep), scratchpad: scratchpad + places.byteCount)
            }
            transformProducts(scratch, firstRow, to: images)
        }
    }

    private func transformInput(
        _ image: UnsafePointer<Lanes>, _ firstRow: Int, tile firstTile: Int, _ scratch: UnsafeMutablePointer<Lanes>
    ) {
        let shape = kernel.shape.input
        let plane = shape.height * shape.width * lanes
        let (padded, halfway) = (scratch + places.padded / 4, scratch + places.halfway / 4)
        for block in 0..<(shape.channels / ImageLayout.block) {
            pad(image + block * plane, firstRow * plan.vertical.outputs, to: padded)
            let target = scratch + places.values / 4 + (block * plan.tiles + firstTile) * lanes
            for row in stride(from: 0, to: plan.rowsAtOnce, by: plan.rowsTogether) {
                let count = min(plan.rowsTogether, plan.rowsAtOnce - row)
                let source = padded + row * plan.vertical.outputs * plan.paddedWidth * lanes
                transformInput(source, count: count, halfway, to: target + row * plan.columns * lanes)
            }
        }
    }

    /// Some rows of tiles of one block of channels.
    private func transformInput(
        _ source: UnsafePointer<Lanes>, count: Int, _ halfway: UnsafeMutablePointer<Lanes>, to target: UnsafeMutablePointer<Lanes>
    ) {
        let (lineLength, lineOfTiles, pointStep) = (plan.paddedWidth * lanes, plan.columns * lanes, places.valueStep / 4)
        for row in 0..<count {
            let source = source + row * plan.vertical.outputs * lineLength
            guard plan.horizontal != .identity else {
                plan.vertical.transform(
                    input: source, step: lineLength, count: lineOfTiles, to: target + row * lineOfTiles, outputStep: pointStep)
                continue
            }
            plan.vertical.transform(
                input: source, step: lineLength, count: lineLength, to: halfway + row * lineLength, outputStep: count * lineLength)
        }
        guard plan.horizontal != .identity else { return }
        for point in 0..<plan.vertical.points {
            for row in 0..<count {
                let line = halfway + (point * count + row) * lineLength
                for column in 0..<plan.columns {
                    plan.horizontal.transform(
                        input: line + column * plan.horizontal.outputs * lanes, step: lanes, count: lanes,
                        to: target + point * plan.horizontal.points * pointStep + (row * plan.columns + column) * lanes, outputStep: pointStep)
                }
            }
        }
    }

    /// Copies a plane's rows from `firstRow` less the padding on; what lies outside the image is zero.
    private func pad(_ plane: UnsafePointer<Lanes>, _ firstRow: Int, to padded: UnsafeMutablePointer<Lanes>) {
        let (shape, padding) = (kernel.shape.input, kernel.shape.padding)
        let (lineLength, left) = (plan.paddedWidth * lanes, padding.width * lanes)
        let width = min(shape.width, plan.paddedWidth - padding.width) * lanes
        for row in 0..<plan.paddedHeight {
            let line = padded + row * lineLength
            let y = firstRow + row - padding.height
            guard (0..<shape.height).contains(y) else {
                line.update(repeating: Lanes(repeating: 0), count: lineLength)
                continue
            }
            line.update(repeating: Lanes(repeating: 0), count: left)
            (line + left).update(from: plane + y * shape.width * lanes, count: width)
            (line + left + width).update(repeating: Lanes(repeating: 0), count: lineLength - left - width)
        }
    }

    /// Lines of tiles lie one after the other, image by image: several together are read in long runs.
    private func transformProducts(_ scratch: UnsafeMutablePointer<Lanes>, _ firstRow: Int, to images: ImageGroup) {
        let shape = kernel.shape.output
        let halfway = scratch + places.halfway / 4
        let lineOfTiles = plan.columns * lanes
        let lines = images.count * plan.rowsAtOnce
        for block in 0..<(shape.channels / ImageLayout.block) {
            for first in stride(from: 0, to: lines, by: plan.linesTogether) {
                let count = min(plan.linesTogether, lines - first)
                transformVertically(
                    scratch + places.products / 4 + (block * plan.tiles + first * plan.columns) * lanes, count: count * lineOfTiles, to: halfway)
                for line in 0..<count {
                    let (image, row) = (first + line).quotientAndRemainder(dividingBy: plan.rowsAtOnce)
                    finish(
                        halfway + line * lineOfTiles, step: count * lineOfTiles, (firstRow + row) * plan.vertical.outputs, block,
                        scratch + places.padded / 4, to: images.destination(of: image).assumingMemoryBound(to: Lanes.self))
                }
            }
        }
    }

    private func transformVertically(_ source: UnsafePointer<Lanes>, count: Int, to halfway: UnsafeMutablePointer<Lanes>) {
        let (pointStep, points) = (places.productStep / 4, plan.horizontal.points)
        for point in 0..<points {
            plan.vertical.transform(
                products: source + point * pointStep, step: points * pointStep, count: count, to: halfway + point * count,
                outputStep: points * count)
        }
    }

    /// Transforms one line of tiles horizontally and writes its lines of pixels, from `firstLine` on.
    ///
    /// - Parameters:
    ///   - tiles: by line of pixels and horizontal point, a step apart.
    ///   - pixels: room for one line.
    private func finish(
        _ tiles: UnsafePointer<Lanes>, step: Int, _ firstLine: Int, _ block: Int, _ pixels: UnsafeMutablePointer<Lanes>,
        to image: UnsafeMutablePointer<Lanes>
    ) {
        let shape = kernel.shape.output
        for line in 0..<min(plan.vertical.outputs, shape.height - firstLine) {
            let tiles = tiles + line * plan.horizontal.points * step
            let target = image + (block * shape.height + firstLine + line) * shape.width * lanes
            guard plan.horizontal != .identity else {
                finish(tiles, block, to: target)
                continue
            }
            for column in 0..<plan.columns {
                plan.horizontal.transform(
                    products: tiles + column * lanes, step: step, count: lanes, to: pixels + column * plan.horizontal.outputs * lanes,
                    outputStep: lanes)
            }
            finish(pixels, block, to: target)
        }
    }

    /// Adds the bias and takes the ReLU of one line of the image.
    private func finish(_ line: UnsafePointer<Lanes>, _ block: Int, to image: UnsafeMutablePointer<Lanes>) {
        kernel.bias.withUnsafeBufferPointer { values in
            let first = block * ImageLayout.block
            for lane in 0..<lanes {
                let channel = first + lane * 4
                let bias = Lanes(values[channel], values[channel + 1], values[channel + 2], values[channel + 3])
                for index in stride(from: lane, to: kernel.shape.output.width * lanes, by: lanes) {
                    let sum = line[index] + bias
                    image[index] = kernel.relu ? sum.replacing(with: 0, where: sum .< 0) : sum
                }
            }
        }
    }
}
