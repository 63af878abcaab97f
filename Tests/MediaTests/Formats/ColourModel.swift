import CFFmpeg
import Foundation

/// What the numbers a pixel format stores stand for.
///
/// Sources: Rec. ITU-R BT.601 and JFIF (YUV), IEC 61966-2-1 (matrix to XYZ), SMPTE 428-1 (XYZ's gamma of 2.6).
struct ColourModel {
    private enum Kind { case rgb, yuv(isFullRange: Bool), grey, monochrome(isWhiteZero: Bool), palette, xyz }

    private let kind: Kind
    /// Bits of each component.
    private let depths: [Int]
    private let isFloat: Bool
    private let hasAlpha: Bool
    let isBigEndian: Bool
    /// The component at each place of a sensor's mosaic, by row and column.
    let bayer: [[Int]]?

    init(_ name: String, _ descriptor: AVPixFmtDescriptor) {
        func has(_ flag: Int32) -> Bool { descriptor.flags & UInt64(flag) != 0 }
        let components = [descriptor.comp.0, descriptor.comp.1, descriptor.comp.2, descriptor.comp.3].prefix(Int(descriptor.nb_components))
        isFloat = has(AV_PIX_FMT_FLAG_FLOAT)
        hasAlpha = has(AV_PIX_FMT_FLAG_ALPHA)
        isBigEndian = has(AV_PIX_FMT_FLAG_BE)
        if has(AV_PIX_FMT_FLAG_BAYER) {
            let mosaic = name.dropFirst("bayer_".count).prefix(4).map { ["r": 0, "g": 1, "b": 2][$0]! }
            bayer = [Array(mosaic[..<2]), Array(mosaic[2...])]
            depths = [Int](repeating: name.contains("16") ? 16 : 8, count: 3)
        } else {
            bayer = nil
            depths = components.map { Int($0.depth) }
        }
        kind = if has(AV_PIX_FMT_FLAG_PAL) { .palette } else if name.hasPrefix("xyz") { .xyz }
            else if name.hasPrefix("mono") { .monochrome(isWhiteZero: name == "monow") }
            else if has(AV_PIX_FMT_FLAG_RGB) { .rgb }
            else if descriptor.nb_components < 3 { .grey }
            else { .yuv(isFullRange: name.hasPrefix("yuvj")) }
    }

    var isPalette: Bool { if case .palette = kind { true } else { false } }
    var isYUV: Bool { if case .yuv = kind { true } else { false } }
    var bayerBits: Int? { bayer.map { _ in depths[0] } }

    /// The components that a colour is stored as; the last is opaque alpha where there is alpha.
    func numbers(_ colour: [Double]) -> [UInt32] {
        let (red, green, blue) = (colour[0], colour[1], colour[2])
        let luma = 0.299 * red + 0.587 * green + 0.114 * blue
        var numbers: [UInt32]
        switch kind {
        case .rgb: numbers = zip(colour, depths).map(whole)
        case .grey: numbers = [whole(luma, depths[0])]
        case .monochrome(let isWhiteZero): numbers = [(luma > 0.5) != isWhiteZero ? 1 : 0]
        case .palette: return [UInt32(PatchPicture.colours.firstIndex(of: colour) ?? 0)]
        case .xyz:
            let linear = colour.map { pow($0, 2.2) }
            numbers = zip(Self.product(Self.toXYZ, linear), depths).map { whole(pow($0, 1 / 2.6), $1) }
        case .yuv(let isFullRange):
            let (blueness, redness) = ((blue - luma) / 1.772, (red - luma) / 1.402)
            let levels: [Double] = isFullRange
                ? [255 * luma, 128 + 255 * blueness, 128 + 255 * redness]
                : [16 + 219 * luma, 128 + 224 * blueness, 128 + 224 * redness]
            numbers = zip(levels, depths).map { level, depth in UInt32((level * Double(1 << (depth - 8))).rounded()) }
        }
        return hasAlpha ? numbers + [whole(1, depths[depths.count - 1])] : numbers
    }

    /// What those components say: red, green, blue, 0 to 1.
    func colour(of numbers: [UInt32]) -> [Double] {
        func share(_ index: Int) -> Double { fraction(numbers[index], depths[index]) }
        switch kind {
        case .rgb: return (0..<3).map(share)
        case .grey: return [share(0), share(0), share(0)]
        case .monochrome(let isWhiteZero): return [Double](repeating: (numbers[0] == 1) != isWhiteZero ? 1 : 0, count: 3)
        case .palette: return PatchPicture.colours[Int(numbers[0])]
        case .xyz:
            return Self.product(Self.fromXYZ, (0..<3).map { pow(share($0), 2.6) }).map { pow(max($0, 0), 1 / 2.2) }
        case .yuv(let isFullRange):
            let scaled = (0..<3).map { Double(numbers[$0]) / Double(1 << (depths[$0] - 8)) }
            let luma = isFullRange ? scaled[0] / 255 : (scaled[0] - 16) / 219, range = isFullRange ? 255.0 : 224
            let (blueness, redness) = ((scaled[1] - 128) / range, (scaled[2] - 128) / range)
            return [
                luma + 1.402 * redness, luma - (0.114 * 1.772 * blueness + 0.299 * 1.402 * redness) / 0.587, luma + 1.772 * blueness,
            ]
        }
    }

    private func whole(_ value: Double, _ depth: Int) -> UInt32 {
        if isFloat { return depth == 16 ? UInt32(Float16(value).bitPattern) : Float(value).bitPattern }
        return UInt32((value * Double((1 << depth) - 1)).rounded())
    }

    private func fraction(_ number: UInt32, _ depth: Int) -> Double {
        if isFloat { return depth == 16 ? Double(Float16(bitPattern: UInt16(number))) : Double(Float(bitPattern: number)) }
        return Double(number) / Double((1 << depth) - 1)
    }

    private static func product(_ matrix: [[Double]], _ vector: [Double]) -> [Double] {
        matrix.map { row in zip(row, vector).reduce(0) { $0 + $1.0 * $1.1 } }
    }

    private static let toXYZ = [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]
    private static let fromXYZ = [[3.2406, -1.5372, -0.4986], [-0.9689, 1.8758, 0.0415], [0.0557, -0.2040, 1.0570]]
}
