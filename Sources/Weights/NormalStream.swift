import Tensors

/// Standard normal draws in bulk: Box-Muller in single precision, both results of every pair, 64 random bits a pair.
///
/// Logarithm, sine and cosine are polynomials of our own (relative error below 2^-22): the C library's differ in their last
/// bits from one CPU to the next, and weights that differ in a bit have another digest, so features would go stale.
struct NormalStream {
    private var generator: SeededGenerator

    init(seed: UInt64, stream: String) { generator = SeededGenerator(seed: seed, stream: stream) }

    /// Uniform in the range.
    mutating func uniform(_ range: ClosedRange<Float>) -> Float {
        range.lowerBound + (range.upperBound - range.lowerBound) * Float(generator.uniform())
    }

    /// `count` draws; an odd last one leaves its twin unused.
    mutating func draw(_ count: Int) -> [Float] {
        var values = [Float](repeating: 0, count: count + count % 2)
        values.withUnsafeMutableBufferPointer { fill($0) }
        values.removeLast(count % 2)
        return values
    }

    /// In blocks: the generator cannot be vectorised, the arithmetic after it can.
    private mutating func fill(_ values: UnsafeMutableBufferPointer<Float>) {
        let block = 512
        withUnsafeTemporaryAllocation(of: UInt64.self, capacity: block) { bits in
            for start in stride(from: 0, to: values.count, by: 2 * block) {
                let pairs = min(block, (values.count - start) / 2)
                for index in 0..<pairs { bits[index] = generator.next() }
                let (first, second) = (values.baseAddress! + start, values.baseAddress! + start + pairs)
                for index in 0..<pairs { (first[index], second[index]) = normalPair(bits[index]) }
            }
        }
    }
}

/// Two independent standard normals of 64 random bits: 24 for the radius, 30 for the angle.
@inline(__always)
private func normalPair(_ bits: UInt64) -> (Float, Float) {
    let uniform = Float(Int32(truncatingIfNeeded: bits >> 40) + 1) * 0x1p-24   // (0, 1]
    let radius = (-2 * naturalLogarithm(uniform)).squareRoot()
    let angle = Float(Int32(truncatingIfNeeded: bits & 0x0fff_ffff) - 0x0800_0000) * (Float.pi / 4 * 0x1p-27)   // -pi/4 ..< pi/4
    let (sine, cosine) = sineAndCosine(angle)
    // The other quadrants are the same arc, swapped and mirrored.
    let swap = (bits >> 28) & 1 == 1
    let mirror: Float = (bits >> 29) & 1 == 1 ? -radius : radius
    return (mirror * (swap ? sine : cosine), mirror * (swap ? -cosine : sine))
}

/// For normal positive floats: the exponent apart, log m = 2 artanh((m - 1) / (m + 1)) with m within a factor sqrt 2 of 1.
@inline(__always)
private func naturalLogarithm(_ x: Float) -> Float {
    let shifted = Int32(bitPattern: x.bitPattern) &- Int32(bitPattern: Float(0.5).squareRoot().bitPattern)
    let exponent = shifted >> 23
    let mantissa = Float(bitPattern: x.bitPattern &- UInt32(bitPattern: exponent << 23))
    let s = (mantissa - 1) / (mantissa + 1)
    let square = s * s
    let series = 1 + square * (1 / 3 + square * (1 / 5 + square * (1 / 7 + square / 9)))
    return Float(exponent) * 0.693_147_18 + 2 * s * series
}

/// Taylor series, for angles up to pi / 4.
@inline(__always)
private func sineAndCosine(_ x: Float) -> (Float, Float) {
    let square = x * x
    let sine = x * (1 + square * (-1 / 6 + square * (1 / 120 + square * (-1 / 5_040 + square / 362_880))))
    let cosine = 1 + square * (-1 / 2 + square * (1 / 24 + square * (-1 / 720 + square / 40_320)))
    return (sine, cosine)
}
