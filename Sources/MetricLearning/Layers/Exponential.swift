/// The exponential of eight values at once, within 2 units in the last place; 0 below -87.3, where a Float is no longer normal.
///
/// `e^x = 2^n e^r` with n the nearest integer to `x / ln 2` and `|r| <= ln 2 / 2`, where the first seven terms of the Taylor series
/// are off by less than 1e-8; ln 2 is subtracted in two pieces, so that r keeps its digits (Cody and Waite, Software Manual for
/// the Elementary Functions, 1980, chapter 6).
/// - Parameter x: at most 88.
@inline(__always)
func exponential(_ x: SIMD8<Float>) -> SIMD8<Float> {
    let rounding: Float = 12_582_912   // 1.5 * 2^23: adding it leaves no bits below 1, and the integer in the low bits
    let least: Float = -87.3
    let clamped = x.replacing(with: least, where: x .< least)
    let shifted = clamped * 1.442_695_04 + rounding
    let n = shifted - rounding
    let r = (clamped - n * 0.693_359_375) - n * -2.121_944_4e-4
    var series = r * (1.0 / 5_040) + (1.0 / 720)
    series = series * r + (1.0 / 120)
    series = series * r + (1.0 / 24)
    series = series * r + (1.0 / 6)
    series = series * r + 0.5
    series = series * r * r + r + 1
    // The integer moves to the exponent's bits.
    let exponent = SIMD8<Int32>(truncatingIfNeeded: unsafeBitCast(shifted, to: SIMD8<UInt32>.self) &- rounding.bitPattern) &<< 23
    let scaled = unsafeBitCast(unsafeBitCast(series, to: SIMD8<Int32>.self) &+ exponent, to: SIMD8<Float>.self)
    return scaled.replacing(with: 0, where: x .< least)
}
