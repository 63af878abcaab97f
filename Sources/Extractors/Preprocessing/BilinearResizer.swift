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
        let stride = image.width * 3
        image.pixels.withUnsafeBufferPointer { pixels in
            for (index, row) in rows.enumerated() {
                interpolate(
                    pixels.baseAddress! + row.lower * stride, pixels.baseAddress! + row.upper * stride, row.fraction,
                    to: planes.baseAddress! + index * side)
            }
        }
    }

    private func interpolate(
        _ top: UnsafePointer<UInt8>, _ bottom: UnsafePointer<UInt8>, _ fraction: Float, to planes: UnsafeMutablePointer<Float>
    ) {
        let levels = levels
        columns.withUnsafeBufferPointer { columns in
            for (index, column) in columns.enumerated() {
                for channel in 0..<3 {
                    let (left, right) = (column.lower * 3 + channel, column.upper * 3 + channel)
                    let above = between(Float(top[left]) * levels.unit, Float(top[right]) * levels.unit, column.fraction)
                    let below = between(Float(bottom[left]) * levels.unit, Float(bottom[right]) * levels.unit, column.fraction)
                    planes[channel * side * side + index] = (between(above, below, fraction) - levels.centre) * levels.factor
                }
            }
        }
    }
}

@inline(__always)
private func between(_ from: Float, _ to: Float, _ fraction: Float) -> Float { from + (to - from) * fraction }
