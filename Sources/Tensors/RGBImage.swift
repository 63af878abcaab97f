/// An 8-bit RGB picture: rows top to bottom, three interleaved bytes a pixel, no padding between rows.
public struct RGBImage: Hashable, Sendable {
    /// Pixels.
    public let width: Int
    public let height: Int
    /// `height * width * 3` bytes, full range (0...255).
    public var pixels: [UInt8]

    public init(width: Int, height: Int, pixels: [UInt8]) {
        precondition(width > 0 && height > 0 && pixels.count == width * height * 3, "\(pixels.count) bytes for a \(width) x \(height) picture")
        self.width = width
        self.height = height
        self.pixels = pixels
    }
}
