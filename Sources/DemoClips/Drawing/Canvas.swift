/// An 8-bit RGB picture that shapes are painted on, with soft edges.
struct Canvas: Sendable {
    let width: Int
    let height: Int
    /// `height * width * 3` interleaved bytes.
    var pixels: [UInt8]
    var camera: Camera
    /// 0...1, multiplied into everything that is painted.
    var opacity: Float = 1
    /// Width in pixels over which an edge fades: 1 is sharp, more is out of focus.
    var softness: Float = 1

    init(width: Int, height: Int, pixels: [UInt8], camera: Camera) {
        precondition(pixels.count == width * height * 3, "\(pixels.count) bytes for a \(width) x \(height) canvas")
        self.width = width
        self.height = height
        self.pixels = pixels
        self.camera = camera
    }

    /// Paints where `distance`, the signed distance in pixels to a shape's edge, is negative, and fades across the edge.
    ///
    /// - Parameters:
    ///   - low: the upper left corner of a box around the shape, in pixels.
    ///   - high: its lower right corner.
    ///   - alpha: 0...1.
    @inline(__always)
    mutating func paint(
        from low: Point, to high: Point, _ colour: Colour, alpha: Float, distance: (Point) -> Float
    ) {
        let margin = softness
        guard let columns = Self.span(low.x - margin, high.x + margin, width),
            let rows = Self.span(low.y - margin, high.y + margin, height)
        else { return }
        let ink = colour.bytes
        let strength = 256 * min(max(alpha * opacity, 0), 1)
        let (slope, rowBytes) = (1 / softness, width * 3)
        pixels.withUnsafeMutableBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return }
            for row in rows {
                let line = base + row * rowBytes
                for column in columns {
                    let d = distance(Point(Float(column) + 0.5, Float(row) + 0.5))
                    let coverage = min(max(0.5 - d * slope, 0), 1)
                    if coverage > 0 { Self.blend(line + column * 3, ink, Int32(coverage * strength)) }
                }
            }
        }
    }

    /// Moves a pixel `weight` / 256 of the way to a colour.
    @inline(__always)
    private static func blend(_ pixel: UnsafeMutablePointer<UInt8>, _ ink: SIMD3<Int32>, _ weight: Int32) {
        for channel in 0..<3 {
            let old = Int32(pixel[channel])
            pixel[channel] = UInt8(truncatingIfNeeded: old + ((ink[channel] - old) * weight) >> 8)
        }
    }

    /// The whole pixels between two places on an axis; nil where none of the picture lies between them.
    private static func span(_ low: Float, _ high: Float, _ count: Int) -> Range<Int>? {
        guard low.isFinite, high.isFinite else { return nil }
        let first = max(0, min(low.rounded(.down), Float(count)))
        let last = max(0, min(high.rounded(.up), Float(count)))
        return first < last ? Int(first)..<Int(last) : nil
    }
}
