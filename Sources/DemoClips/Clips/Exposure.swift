import Tensors

/// What a cheap camera makes of the light: gain, contrast, a cast of colour, and grain.
struct Exposure: Sendable {
    private let curves: [[UInt8]]
    /// Half the width, in 8-bit steps, of the grain.
    private let grain: Int
    private let seed: UInt64

    init(overlap: Double, random: inout SeededGenerator) {
        let gain = 1 + 0.35 * overlap * random.uniform(-1...1)
        let contrast = 1 + 0.5 * overlap * random.uniform(-1...0.4)
        let cast = (0..<3).map { _ in 1 + 0.3 * overlap * random.uniform(-1...1) }
        curves = cast.map { cast in
            (0..<256).map { UInt8(min(max(((Double($0) - 128) * contrast + 128) * gain * cast, 0), 255)) }
        }
        grain = 2 + Int(40 * overlap * random.uniform())
        seed = random.next()
    }

    /// Applies the curves and this frame's grain to interleaved RGB bytes.
    func develop(_ pixels: inout [UInt8], frame: Int) {
        var noise = Noise(seed: seed &+ UInt64(frame) &* 0x9e37_79b9)
        let span = UInt32(2 * grain + 1)
        let (red, green, blue) = (curves[0], curves[1], curves[2])
        pixels.withUnsafeMutableBufferPointer { pixels in
            for start in stride(from: 0, to: pixels.count - 2, by: 3) {
                let bits = noise.next()   // three numbers of ten bits, scaled to 0..<span by multiplication
                pixels[start] = Self.add(red[Int(pixels[start])], bits & 1023, span, grain)
                pixels[start + 1] = Self.add(green[Int(pixels[start + 1])], (bits >> 10) & 1023, span, grain)
                pixels[start + 2] = Self.add(blue[Int(pixels[start + 2])], (bits >> 20) & 1023, span, grain)
            }
        }
    }

    @inline(__always)
    private static func add(_ value: UInt8, _ bits: UInt32, _ span: UInt32, _ grain: Int) -> UInt8 {
        UInt8(min(max(Int(value) + Int((bits &* span) >> 10) - grain, 0), 255))
    }
}
