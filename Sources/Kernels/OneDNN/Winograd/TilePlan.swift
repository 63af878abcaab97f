/// How an image is cut into tiles for ``TiledConvolution``, and where what it computes lies in the scratchpad.
struct TilePlan: Sendable {
    let vertical: MinimalFilter
    let horizontal: MinimalFilter
    /// Images that are computed together.
    let images: Int
    /// Tiles side by side.
    let columns: Int
    /// Rows of tiles of an image, and how many of them are computed at a time.
    let rows: Int
    let rowsAtOnce: Int

    /// Products of one tile.
    var points: Int { vertical.points * horizontal.points }
    /// Tiles that are computed at a time, of one image and of all.
    var tilesOfImage: Int { rowsAtOnce * columns }
    var tiles: Int { images * tilesOfImage }
    /// Pixels of the padded input that one image's tiles read.
    var paddedWidth: Int { columns * horizontal.outputs + horizontal.taps - 1 }
    var paddedHeight: Int { rowsAtOnce * vertical.outputs + vertical.taps - 1 }

    /// Rows of tiles of an image's input that are transformed together, so that each point's values are written in longer runs.
    var rowsTogether: Int { max(1, min(rowsAtOnce, TilePlan.nearShare / (vertical.points * paddedWidth))) }
    /// Lines of tiles, of one image and the next, whose products are transformed together.
    var linesTogether: Int { max(1, min(images * rowsAtOnce, TilePlan.nearShare / halfwayTiles)) }
    /// What a line of tiles is after one axis.
    var halfwayTiles: Int { vertical.outputs * horizontal.points * columns }

    /// Pixels of a block of channels that stay in a core's first-level cache.
    private static let nearShare = (32 << 10) / (ImageLayout.block * 4)
    /// Bytes of transformed input and of products that stay in a core's second-level cache with the weights of a point.
    private static let cacheShare = 768 << 10

    /// - Parameters:
    ///   - output: the convolution's.
    ///   - channels: of input and output together.
    ///   - images: images that are computed together, where the weights are what does not fit a cache.
    init(vertical: MinimalFilter, horizontal: MinimalFilter, output: ImageShape, channels: Int, images: Int) {
        self.vertical = vertical
        self.horizontal = horizontal
        self.images = images
        columns = horizontal.tiles(output.width)
        rows = vertical.tiles(output.height)
        let bytesOfRow = vertical.points * horizontal.points * columns * channels * 4
        // A product of few tiles is slow, so what is not much above the share is computed at once.
        let strips = (rows * bytesOfRow + TilePlan.cacheShare - 1) / TilePlan.cacheShare
        rowsAtOnce = strips <= 3 || images > 1 ? rows : (rows + strips - 1) / strips
    }

    /// For each point, row by row, what each tap of a filter, row by row, weighs in its value there.
    var factors: [[Double]] {
        vertical.factors.flatMap { down in
            horizontal.factors.map { across in down.flatMap { weight in across.map { weight * $0 } } }
        }
    }

    /// The first row of tiles of each strip; the last strip may repeat rows of the one before it, so that all are alike.
    var strips: [Int] { stride(from: 0, to: rows, by: rowsAtOnce).map { min($0, rows - rowsAtOnce) } }
}
