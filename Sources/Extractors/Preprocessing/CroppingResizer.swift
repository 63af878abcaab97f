import Tensors

/// Resizes a picture's shorter side and cuts a square out of its centre, as torchvision does with a Pillow image, and
/// normalises each channel. Only what the square needs is computed.
///
/// The horizontal pass is rounded to 8 bits before the vertical one, as in Pillow, so that the pixels are the same to the bit.
struct CroppingResizer: Sendable {
    /// What a byte becomes, for red, green and blue: (x / 255 - mean) / deviation.
    struct Levels: Sendable {
        let mean: [Float]
        let deviation: [Float]

        /// -1...1.
        static let centred = Levels(mean: [0.5, 0.5, 0.5], deviation: [0.5, 0.5, 0.5])
        /// The statistics of ImageNet's pictures that torchvision normalises with.
        static let imageNet = Levels(mean: [0.485, 0.456, 0.406], deviation: [0.229, 0.224, 0.225])
    }

    private let crop: Int
    private let levels: Levels
    private let horizontal: ResampleFilter
    private let vertical: ResampleFilter

    init(width: Int, height: Int, shorterSide: Int, crop: Int, levels: Levels) {
        let short = min(width, height)
        let (newWidth, newHeight) = (shorterSide * width / short, shorterSide * height / short)
        self.crop = crop
        self.levels = levels
        horizontal = ResampleFilter(inputs: width, outputs: newWidth, range: Self.centre(of: newWidth, crop))
        vertical = ResampleFilter(inputs: height, outputs: newHeight, range: Self.centre(of: newHeight, crop))
    }

    /// torchvision rounds half a pixel to the even offset.
    private static func centre(of length: Int, _ crop: Int) -> Range<Int> {
        let offset = Int((Double(length - crop) / 2).rounded(.toNearestOrEven))
        return offset..<(offset + crop)
    }

    func resize(_ image: RGBImage, into planes: UnsafeMutableBufferPointer<Float>) {
        let rows = vertical.inputRange
        let planeLength = rows.count * crop
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 3 * planeLength) { narrowed in
            image.pixels.withUnsafeBufferPointer { pixels in
                for (index, row) in rows.enumerated() {
                    narrow(pixels.baseAddress! + row * image.width * 3, to: narrowed.baseAddress! + index * crop, planeLength)
                }
            }
            for channel in 0..<3 {
                shorten(
                    narrowed.baseAddress! + channel * planeLength, firstRow: rows.lowerBound, levels.mean[channel],
                    levels.deviation[channel], to: planes.baseAddress! + channel * crop * crop)
            }
        }
    }

    /// One row of interleaved pixels to one row of each of the three planes.
    private func narrow(_ row: UnsafePointer<UInt8>, to planes: UnsafeMutablePointer<UInt8>, _ planeLength: Int) {
        let taps = horizontal.tapCount
        horizontal.weights.withUnsafeBufferPointer { weights in
            horizontal.starts.withUnsafeBufferPointer { starts in
                for column in 0..<crop {
                    var (red, green, blue) = (rounding, rounding, rounding)
                    var pixel = row + starts[column] * 3
                    for tap in (column * taps)..<((column + 1) * taps) {
                        let weight = weights[tap]
                        red &+= Int32(pixel[0]) &* weight
                        green &+= Int32(pixel[1]) &* weight
                        blue &+= Int32(pixel[2]) &* weight
                        pixel += 3
                    }
                    planes[column] = byte(red)
                    planes[planeLength + column] = byte(green)
                    planes[2 * planeLength + column] = byte(blue)
                }
            }
        }
    }

    /// The rows of one plane to the rows of the output, normalised.
    private func shorten(
        _ plane: UnsafePointer<UInt8>, firstRow: Int, _ mean: Float, _ deviation: Float, to output: UnsafeMutablePointer<Float>
    ) {
        let taps = vertical.tapCount
        withUnsafeTemporaryAllocation(of: Int32.self, capacity: crop) { sums in
            let sums = sums.baseAddress!
            for row in 0..<crop {
                sums.initialize(repeating: rounding, count: crop)
                for tap in 0..<taps {
                    let weight = vertical.weights[row * taps + tap]
                    let source = plane + (vertical.starts[row] - firstRow + tap) * crop
                    for column in 0..<crop { sums[column] &+= Int32(source[column]) &* weight }
                }
                let destination = output + row * crop
                for column in 0..<crop { destination[column] = (Float(byte(sums[column])) / 255 - mean) / deviation }
            }
        }
    }
}

/// Half a unit in the fixed point of the weights.
private let rounding: Int32 = 1 << (ResampleFilter.fractionBits - 1)

@inline(__always)
private func byte(_ sum: Int32) -> UInt8 { UInt8(truncatingIfNeeded: max(0, min(255, sum &>> ResampleFilter.fractionBits))) }
