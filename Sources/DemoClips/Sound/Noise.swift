/// A fast stream of random numbers for samples and pixels, where a cryptic period does not matter but speed does.
///
/// Source: G. Marsaglia, "Xorshift RNGs", J. Stat. Softw. 8 (14), 2003 (the 32-bit triple 13, 17, 5).
struct Noise: Sendable {
    private var state: UInt32

    init(seed: UInt64) { state = UInt32(truncatingIfNeeded: seed ^ (seed >> 32)) | 1 }

    mutating func next() -> UInt32 {
        state ^= state << 13
        state ^= state >> 17
        state ^= state << 5
        return state
    }

    /// Uniform in -1...1: white noise.
    mutating func white() -> Float { Float(Int32(bitPattern: next())) * 0x1p-31 }
}
