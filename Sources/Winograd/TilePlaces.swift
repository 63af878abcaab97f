/// Where the parts of the scratchpad of a ``TilePlan`` start; in floats, all at whole cache lines.
public struct TilePlaces: Sendable {
    /// Pixels of a block of channels: with their padding, or a line that is ready.
    public let pixels = 0
    /// One axis transformed.
    public let halfway: Int
    /// The values at each point: the layout of an image of as many pixels as there are tiles, point after point; image by image in it.
    public let values: Int
    public let products: Int
    /// From one point's values, or products, to the next's.
    public let valueStep: Int
    public let productStep: Int
    private let end: Int
    public var byteCount: Int { end * 4 }

    /// - Parameters:
    ///   - pixels: room for them in one block of channels; so is `halfway`.
    ///   - blocks: blocks of channels of input and output.
    init(block: Int, pixels: Int, halfway: Int, points: Int, tiles: Int, blocks: (input: Int, output: Int)) {
        self.halfway = pixels * block
        values = (pixels + halfway) * block
        valueStep = TilePlaces.step(tiles * blocks.input * block)
        productStep = TilePlaces.step(tiles * blocks.output * block)
        products = values + points * valueStep
        end = products + points * productStep
    }

    /// A cache line more than whole pages of 4 KB: a tile is written and read at all points in turn, and at equal places in
    /// pages these would share a few lines of the first-level cache.
    private static func step(_ floats: Int) -> Int { (floats + 1023) / 1024 * 1024 + 16 }
}
