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
        columns.withUnsafeBufferPointer { columns in
            for (index, column) in columns.enumerated() {
                for channel in 0..<3 {
                    let (left, right) = (column.lower * 3 + channel, column.upper * 3 + channel)
                    let above = between(Float(top[left]), Float(top[right]), column.fraction)
                    let below = between(Float(bottom[left]), Float(bottom[right]), column.fraction)
                    planes[channel * side * side + index] = (between(above, below, fraction) - 128) / 128
                }
            }
        }
    }
}

@inline(__always)
private func between(_ from: Float, _ to: Float, _ fraction: Float) -> Float { from + (to - from) * fraction }
