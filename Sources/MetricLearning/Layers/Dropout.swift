import Tensors

/// Dropout: sets elements to zero at random in training and scales the others so that the mean stays.
///
/// An element's fate is a hash of a key, drawn once a forward pass, and of its place, so parts of a matrix can be done in any
/// order. One 64-bit hash serves four elements, so the rate is rounded to 1/65,536 (and the scale with it).
///
/// **Source** of the hash: SplitMix64 (Steele, Lea and Flood, https://doi.org/10.1145/2660193.2660195).
struct Dropout {
    private let threshold: UInt64
    /// What the kept elements are multiplied with.
    let scale: Float
    /// Where the keys come from: all there is to save to go on with the same masks.
    var generator: SeededGenerator
    private var key: UInt64 = 0

    /// - Parameters:
    ///   - rate: share of the elements to drop, in 0..<1.
    ///   - stream: names the masks' own random stream.
    init(rate: Double, seed: UInt64, stream: String) {
        precondition((0..<1).contains(rate))
        threshold = UInt64((rate * 65_536).rounded())
        scale = Float(65_536 / Double(65_536 - threshold))
        generator = SeededGenerator(seed: seed, stream: stream)
    }

    var isActive: Bool { threshold > 0 }

    /// Draws the key of the next forward pass.
    mutating func draw() {
        if isActive { key = generator.next() }
    }

    mutating func forward(_ x: inout Matrix) {
        draw()
        backward(&x)
    }

    /// The gradient meets the mask of the last forward pass.
    func backward(_ gradient: inout Matrix) {
        guard isActive else { return }
        gradient.values.withUnsafeMutableBufferPointer { apply(to: $0, 0..<$0.count) }
    }

    /// Masks the elements of `range`, whose lower bound is a multiple of eight.
    @inline(__always)
    func apply(to values: UnsafeMutableBufferPointer<Float>, _ range: Range<Int>) {
        let vectors = range.lowerBound + range.count / 8 * 8
        let last = SIMD8<Int32>(repeating: Int32(threshold) - 1)
        for start in stride(from: range.lowerBound, to: vectors, by: 8) {
            let place = UInt64(start / 4)
            let bits = unsafeBitCast(SIMD2(hash(place), hash(place + 1)), to: SIMD8<UInt16>.self)
            // All ones where a number is above `last`. A comparison of vectors this wide would be made lane by lane.
            let kept = (last &- SIMD8<Int32>(truncatingIfNeeded: bits)) &>> 31
            let scaled = unsafeBitCast(scale * values.eight(at: start), to: SIMD8<Int32>.self)
            values.setEight(at: start, to: unsafeBitCast(scaled & kept, to: SIMD8<Float>.self))
        }
        for start in stride(from: vectors, to: range.upperBound, by: 4) {
            var bits = hash(UInt64(start / 4))
            for index in start..<min(start + 4, range.upperBound) {
                values[index] = bits & 0xffff < threshold ? 0 : values[index] * scale
                bits >>= 16
            }
        }
    }

    @inline(__always)
    private func hash(_ place: UInt64) -> UInt64 {
        var z = key &+ (place &+ 1) &* 0x9e37_79b9_7f4a_7c15
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }
}
