import Foundation

/// A colour in red, green and blue, each 0...1.
struct Colour: Sendable {
    var rgb: SIMD3<Float>

    init(_ red: Float, _ green: Float, _ blue: Float) { rgb = SIMD3(red, green, blue) }

    init(rgb: SIMD3<Float>) { self.rgb = rgb }

    /// Hue in turns (0 red, 1/3 green, 2/3 blue; any whole number of turns may be added), saturation and value 0...1.
    init(hue: Double, saturation: Double, value: Double) {
        let turn = hue - hue.rounded(.down)
        let offsets = SIMD3<Double>(5, 3, 1)
        var channels = SIMD3<Float>()
        for channel in 0..<3 {
            let k = (offsets[channel] + turn * 6).truncatingRemainder(dividingBy: 6)
            channels[channel] = Float(value - value * saturation * max(0, min(k, 4 - k, 1)))
        }
        rgb = channels
    }

    static let black = Colour(0, 0, 0)
    static let white = Colour(1, 1, 1)

    static func grey(_ value: Double) -> Colour { Colour(Float(value), Float(value), Float(value)) }

    /// The colour `share` of the way to another.
    func mixed(with other: Colour, _ share: Double) -> Colour { Colour(rgb: rgb + (other.rgb - rgb) * Float(share)) }

    /// Brighter above 1, darker below.
    func scaled(_ factor: Double) -> Colour { Colour(rgb: rgb * Float(factor)) }

    /// Channels as 8-bit numbers.
    var bytes: SIMD3<Int32> {
        SIMD3<Int32>((rgb.clamped(lowerBound: .zero, upperBound: .one) * 255).rounded(.toNearestOrEven))
    }
}
