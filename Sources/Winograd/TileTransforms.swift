/// The loops of a ``TileTransformer``, for vectors of some neighbouring channels of a block.
public struct TileTransforms<Lanes: ChannelVector>: Sendable {
    @usableFromInline let plan: TilePlan

    @inlinable public init(_ plan: TilePlan) { self.plan = plan }

    /// Vectors a block.
    @inlinable @inline(__always) var lanes: Int { plan.block / Lanes.scalarCount }

    @inlinable @inline(__always)
    func vectors(_ start: UnsafeMutablePointer<Float>, _ place: Int) -> UnsafeMutablePointer<Lanes> {
        UnsafeMutableRawPointer(start + place).assumingMemoryBound(to: Lanes.self)
    }

    @inlinable @inline(__always)
    public func transformInput(_ image: UnsafePointer<Float>, number: Int, firstRow: Int, _ scratchpad: UnsafeMutablePointer<Float>) {
        let input = plan.layer.input
        let plane = input.height * input.width * plan.block
        let (padded, halfway) = (vectors(scratchpad, plan.places.pixels), vectors(scratchpad, plan.places.halfway))
        let values = vectors(scratchpad, plan.places.values)
        for block in 0..<input.blocks {
            pad(UnsafeRawPointer(image + block * plane).assumingMemoryBound(to: Lanes.self), firstRow * plan.vertical.outputs, to: padded)
            let target = values + (block * plan.tiles + number * plan.tilesOfImage) * lanes
            var row = 0
            while row < plan.rowsAtOnce {
                let count = min(plan.rowsTogether, plan.rowsAtOnce - row)
                transformRows(
                    padded + row * plan.vertical.outputs * plan.paddedWidth * lanes, count: count, halfway, to: target + row * plan.columns * lanes)
                row += count
            }
        }
    }

    /// Some rows of tiles of one block of channels.
    @inlinable @inline(__always)
    func transformRows(_ source: UnsafePointer<Lanes>, count: Int, _ halfway: UnsafeMutablePointer<Lanes>, to target: UnsafeMutablePointer<Lanes>) {
        let (lineLength, lineOfTiles) = (plan.paddedWidth * lanes, plan.columns * lanes)
        let pointStep = plan.places.valueStep / Lanes.scalarCount
        let isVerticalAlone = plan.horizontal == .identity
        for row in 0..<count {
            let source = source + row * plan.vertical.outputs * lineLength
            plan.vertical.transform(
                input: source, step: lineLength, count: isVerticalAlone ? lineOfTiles : lineLength,
                to: isVerticalAlone ? target + row * lineOfTiles : halfway + row * lineLength,
                outputStep: isVerticalAlone ? pointStep : count * lineLength)
        }
        guard !isVerticalAlone else { return }
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
    @inlinable @inline(__always)
    func pad(_ plane: UnsafePointer<Lanes>, _ firstRow: Int, to padded: UnsafeMutablePointer<Lanes>) {
        let (input, padding) = (plan.layer.input, plan.layer.padding)
        let (lineLength, left) = (plan.paddedWidth * lanes, padding.width * lanes)
        let width = min(input.width, plan.paddedWidth - padding.width) * lanes
        for row in 0..<plan.paddedHeight {
            let line = padded + row * lineLength
            let y = firstRow + row - padding.height
            guard y >= 0, y < input.height else {
                for index in 0..<lineLength { line[index] = Lanes(repeating: 0) }
                continue
            }
            let source = plane + y * input.width * lanes
            for index in 0..<left { line[index] = Lanes(repeating: 0) }
            for index in 0..<width { line[left + index] = source[index] }
            for index in (left + width)..<lineLength { line[index] = Lanes(repeating: 0) }
        }
    }

    /// Lines of tiles lie one after the other, image by image: several together are read in long runs.
    @inlinable @inline(__always)
    public func transformProducts(
        firstRow: Int, _ scratchpad: UnsafeMutablePointer<Float>, bias: UnsafePointer<Float>, to images: UnsafeMutableRawPointer, step: Int, count: Int
    ) {
        let halfway = vectors(scratchpad, plan.places.halfway)
        let lineOfTiles = plan.columns * lanes
        let lines = count * plan.rowsAtOnce
        for block in 0..<plan.layer.output.blocks {
            var first = 0
            while first < lines {
                let together = min(plan.linesTogether, lines - first)
                transformVertically(
                    vectors(scratchpad, plan.places.products) + (block * plan.tiles + first * plan.columns) * lanes, count: together * lineOfTiles,
                    to: halfway)
                for line in 0..<together {
                    let (image, row) = ((first + line) / plan.rowsAtOnce, (first + line) % plan.rowsAtOnce)
                    finish(
                        halfway + line * lineOfTiles, step: together * lineOfTiles, firstLine: (firstRow + row) * plan.vertical.outputs, block,
                        bias: bias + block * plan.block, vectors(scratchpad, plan.places.pixels),
                        to: (images + image * step).assumingMemoryBound(to: Lanes.self))
                }
                first += together
            }
        }
    }

    @inlinable @inline(__always)
    func transformVertically(_ source: UnsafePointer<Lanes>, count: Int, to halfway: UnsafeMutablePointer<Lanes>) {
        let (pointStep, points) = (plan.places.productStep / Lanes.scalarCount, plan.horizontal.points)
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
    @inlinable @inline(__always)
    func finish(
        _ tiles: UnsafePointer<Lanes>, step: Int, firstLine: Int, _ block: Int, bias: UnsafePointer<Float>, _ pixels: UnsafeMutablePointer<Lanes>,
        to image: UnsafeMutablePointer<Lanes>
    ) {
        let output = plan.layer.output
        for line in 0..<min(plan.vertical.outputs, output.height - firstLine) {
            let tiles = tiles + line * plan.horizontal.points * step
            let isReady = plan.horizontal == .identity
            if !isReady {
                for column in 0..<plan.columns {
                    plan.horizontal.transform(
                        products: tiles + column * lanes, step: step, count: lanes, to: pixels + column * plan.horizontal.outputs * lanes,
                        outputStep: lanes)
                }
            }
            finish(
                isReady ? tiles : UnsafePointer(pixels), bias: bias,
                to: image + (block * output.height + firstLine + line) * output.width * lanes)
        }
    }

    /// Adds the bias and takes the ReLU of one line of the image.
    @inlinable @inline(__always)
    func finish(_ line: UnsafePointer<Lanes>, bias: UnsafePointer<Float>, to image: UnsafeMutablePointer<Lanes>) {
        for lane in 0..<lanes {
            var own = Lanes(repeating: 0)
            for index in 0..<Lanes.scalarCount { own[index] = bias[lane * Lanes.scalarCount + index] }
            var index = lane
            while index < plan.layer.output.width * lanes {
                let sum = line[index] + own
                image[index] = plan.layer.relu ? sum.rectified : sum
                index += lanes
            }
        }
    }
}
