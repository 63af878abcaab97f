import Tensors

/// TensorFlow 1's ResizeBilinear with neither aligned corners nor half-pixel centres, and no antialiasing: output pixel i
/// reads position i * (inputs / outputs), all in single precision; then (x - 128) / 128.
///
/// **Source**: TensorFlow's `resize_bilinear_op.cc` (legacy scaler).
struct BilinearResizer: Sendable {
    /// The two inputs an output lies between, and how far it is from the first.
    private struct Position: Sendable {
        let lower: Int
        let upper: Int
        let fraction: Float
    }

    private let side: Int
    private let columns: [Position]
    private let rows: [Position]

    init(width: Int, height: Int, side: Int) {
        self.side = side
        columns = Self.positions(inputs: width, outputs: side)
        rows = Self.positions(inputs: height, outputs: side)
    }

    private static func positions(inputs: Int, outputs: Int) -> [Position] {
        let scale = Float(inputs) / Float(outputs)
        return (0..<outputs).map { output in
            let position = Float(output) * scale
            let lower = min(Int(position), inputs - 1)
            return Position(lower: lower, upper: min(lower + 1, inputs - 1), fraction: position - Float(lower))
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
        columns.withUnsafeBufferPointer { columns in
            for (index, column) in columns.enumerated() {
                let (left, right) = (row + column.lower * 3, row + column.upper * 3)
                for channel in 0..<3 {
                    line[channel * side + index] = between(Float(left[channel]), Float(right[channel]), column.fraction)
                }
            }
        }
    }

    private func mix(
        _ above: UnsafePointer<Float>, _ below: UnsafePointer<Float>, _ fraction: Float, to planes: UnsafeMutablePointer<Float>
    ) {
        for channel in 0..<3 {
            let (plane, start) = (planes + channel * side * side, channel * side)
            for index in 0..<side { plane[index] = (between(above[start + index], below[start + index], fraction) - 128) / 128 }
        }
    }
}

@inline(__always)
private func between(_ from: Float, _ to: Float, _ fraction: Float) -> Float { from + (to - from) * fraction }
