/// How an image is cut into tiles for a convolution by ``MinimalFilter``, and where what is computed lies in the scratchpad.
///
/// Activations lie in blocks of some channels, row by row of pixels.
public struct TilePlan: Sendable {
    /// The convolution: channels in blocks, extents in pixels. Its stride is 1.
    public struct Layer: Sendable {
        public let input: (blocks: Int, height: Int, width: Int)
        public let output: (blocks: Int, height: Int, width: Int)
        public let padding: (height: Int, width: Int)
        public let relu: Bool

        public init(
            input: (blocks: Int, height: Int, width: Int), output: (blocks: Int, height: Int, width: Int), padding: (height: Int, width: Int),
            relu: Bool
        ) {
            self.input = input
            self.output = output
            self.padding = padding
            self.relu = relu
        }
    }

    public let layer: Layer
    /// Channels of a block.
    public let block: Int
    public let vertical: MinimalFilter
    public let horizontal: MinimalFilter
    /// Images that are computed together.
    public let images: Int
    /// Tiles side by side.
    public let columns: Int
    /// Rows of tiles of an image, and how many of them are computed at a time.
    public let rows: Int
    public let rowsAtOnce: Int
    /// Rows of tiles of an image's input that are transformed together, so that each point's values are written in longer runs.
    public let rowsTogether: Int
    /// Lines of tiles, of one image and the next, whose products are transformed together.
    public let linesTogether: Int
    public let places: TilePlaces

    /// Products of one tile.
    public var points: Int { vertical.points * horizontal.points }
    /// Tiles that are computed at a time, of one image and of all.
    @inlinable public var tilesOfImage: Int { rowsAtOnce * columns }
    @inlinable public var tiles: Int { images * tilesOfImage }
    /// Pixels of the padded input that one image's tiles read.
    @inlinable public var paddedWidth: Int { columns * horizontal.outputs + horizontal.taps - 1 }
    @inlinable public var paddedHeight: Int { rowsAtOnce * vertical.outputs + vertical.taps - 1 }

    /// Bytes of an axis transformed that stay in a core's first-level cache.
    private static let nearShare = 32 << 10
    /// Bytes of transformed input and of products that stay in a core's second-level cache with the weights of a point.
    private static let cacheShare = 768 << 10

    /// - Parameters:
    ///   - block: channels of a block.
    ///   - images: images that are computed together, where the weights are what does not fit a cache.
    public init(_ layer: Layer, block: Int, vertical: MinimalFilter, horizontal: MinimalFilter, images: Int) {
        self.layer = layer
        self.block = block
        self.vertical = vertical
        self.horizontal = horizontal
        self.images = images
        let columns = horizontal.tiles(layer.output.width), rows = vertical.tiles(layer.output.height)
        let channels = (layer.input.blocks + layer.output.blocks) * block
        let bytesOfRow = vertical.points * horizontal.points * columns * channels * 4
        // A product of few tiles is slow, so what is not much above the share is computed at once.
        let strips = (rows * bytesOfRow + TilePlan.cacheShare - 1) / TilePlan.cacheShare
        let rowsAtOnce = strips <= 3 || images > 1 ? rows : (rows + strips - 1) / strips
        let paddedWidth = columns * horizontal.outputs + horizontal.taps - 1
        let paddedHeight = rowsAtOnce * vertical.outputs + vertical.taps - 1
        // What a line of tiles is after one axis.
        let halfLine = vertical.outputs * horizontal.points * columns
        let near = TilePlan.nearShare / (block * 4)
        rowsTogether = max(1, min(rowsAtOnce, near / (vertical.points * paddedWidth)))
        linesTogether = max(1, min(images * rowsAtOnce, near / halfLine))
        places = TilePlaces(
            block: block, pixels: max(paddedHeight * paddedWidth, vertical.outputs * horizontal.outputs * columns),
            halfway: max(vertical.points * paddedWidth * rowsTogether, halfLine * linesTogether),
            points: vertical.points * horizontal.points, tiles: images * rowsAtOnce * columns,
            blocks: (layer.input.blocks, layer.output.blocks))
        self.columns = columns
        self.rows = rows
        self.rowsAtOnce = rowsAtOnce
    }

    /// For each point, row by row, what each tap of a filter, row by row, weighs in its value there.
    public var factors: [[Double]] {
        vertical.factors.flatMap { down in
            horizontal.factors.map { across in down.flatMap { weight in across.map { weight * $0 } } }
        }
    }

    /// The first row of tiles of each strip; the last strip may repeat rows of the one before it, so that all are alike.
    public var strips: [Int] { stride(from: 0, to: rows, by: rowsAtOnce).map { min($0, rows - rowsAtOnce) } }
}
