import Tensors

/// TensorFlow 1's ResizeBilinear with neither aligned corners nor half-pixel centres, and no antialiasing: output pixel i
/// reads position i * (inputs / outputs), all in single precision. It may take the centre of the picture alone.
///
/// **Source**: TensorFlow's `resize_bilinear_op.cc` (legacy scaler) and `tf.image.central_crop`.
struct BilinearResizer: Sendable {
    /// The two inputs an output lies between, and how far it is from the first.
    private struct Position: Sendable {
        let lower: Int
        let upper: Int
        let fraction: Float
    }

    /// What bytes become before they are interpolated, and interpolated values after: (value - centre) * factor.
    struct Levels: Sendable {
        let unit: Float
        let centre: Float
        let factor: Float

        /// (x - 128) / 128 of bytes.
        static let centredBytes = Levels(unit: 1, centre: 128, factor: 1 / 128)
        /// (x - 0.5) * 2 of fractions of 255.
        static let centredFractions = Levels(unit: 1 / 255, centre: 0.5, factor: 2)
    }

    private let side: Int
    private let levels: Levels
    private let columns: [Position]
    private let rows: [Position]

    /// - Parameter centre: the share of each side that is taken.
    init(width: Int, height: Int, side: Int, centre: Double = 1, levels: Levels) {
        self.side = side
        self.levels = levels
        columns = Self.positions(length: width, centre: centre, outputs: side)
        rows = Self.positions(length: height, centre: centre, outputs: side)
    }

    private static func positions(length: Int, centre: Double, outputs: Int) -> [Position] {
        let margin = Int((Double(length) - Double(length) * centre) / 2)
        let inputs = length - 2 * margin
        let scale = Float(inputs) / Float(outputs)
        return (0..<outputs).map { output in
            let position = Float(output) * scale
            let lower = min(Int(position), inputs - 1)
            return Position(lower: margin + lower, upper: margin + min(lower + 1, inputs - 1), fraction: position - Float(lower))
        }
    }

    func resize(_ image: RGBImage, into planes: UnsafeMutableBufferPointer<Float>) {
        let (stride, length) = (image.width * 3, 3 * side)
        withUnsafeTemporaryAllocation(of: Float.self, capacity: 2 * length) { lines in
            image.pixels.withUnsafeBufferPointer { pixels in
                // An output row lies between two rows of the input, of which the next one often needs one again.
                var above = (row: -1, line: lines.baseAddress!)
                var below = (row: -1, line: lines.baseAddress! + length)
                for (index, row) in rows.enumerated() {
                    if row.lower == below.row { swap(&above, &below) }
                    if row.lower != above.row { narrow(pixels.baseAddress! + row.lower * stride, to: above.line) }
                    if row.upper != below.row { narrow(pixels.baseAddress! + row.upper * stride, to: below.line) }
                    (above.row, below.row) = (row.lower, row.upper)
                    mix(above.line, below.line, row.fraction, to: planes.baseAddress! + index * side)
                }
            }
        }
    }

    /// One row of interleaved pixels to one row of each of the three planes.
    private func narrow(_ row: UnsafePointer<UInt8>, to line: UnsafeMutablePointer<Float>) {
        let unit = levels.unit
        columns.withUnsafeBufferPointer { columns in
            for (index, column) in columns.enumerated() {
                let (left, right) = (row + column.lower * 3, row + column.upper * 3)
                for channel in 0..<3 {
                    line[channel * side + index] = between(Float(left[channel]) * unit, Float(right[channel]) * unit, column.fraction)
                }
            }
        }
    }

    private func mix(
        _ above: UnsafePointer<Float>, _ below: UnsafePointer<Float>, _ fraction: Float, to planes: UnsafeMutablePointer<Float>
    ) {
        let (centre, factor) = (levels.centre, levels.factor)
        for channel in 0..<3 {
            let (plane, start) = (planes + channel * side * side, channel * side)
            for index in 0..<side { plane[index] = (between(above[start + index], below[start + index], fraction) - centre) * factor }
        }
    }
}

@inline(__always)
private func between(_ from: Float, _ to: Float, _ fraction: Float) -> Float { from + (to - from) * fraction }
