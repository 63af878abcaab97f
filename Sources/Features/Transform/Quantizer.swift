/// Numbers as bytes: clipped to a range, and the range cut into 255 steps.
///
/// **Source**: AudioSet's VGGish post-processing and YouTube-8M's extractor both clip to [-2, 2] and multiply by 255 / 4.
/// TensorFlow's VGGish truncates; torchvggish and YouTube-8M round, so that codes of different tools differ by one here and there.
public struct Quantizer: Hashable, Sendable {
    public enum Rounding: String, Hashable, Sendable, CaseIterable {
        /// To the nearest code, halves to the even one.
        case round
        case truncate
    }

    public let low: Double
    public let high: Double
    public let rounding: Rounding

    public init(low: Double = -2, high: Double = 2, rounding: Rounding) {
        precondition(low < high, "an empty range, \(low) to \(high)")
        self.low = low
        self.high = high
        self.rounding = rounding
    }

    /// What a code is worth: value = code * scale + offset. A truncated code stands for the middle of its step.
    public var scale: Double { (high - low) / 255 }
    public var offset: Double { rounding == .round ? low : low + scale / 2 }

    /// The codes, and how many values lay outside the range; what is no number counts as the lower end.
    public func codes(of values: [Float]) -> (codes: [UInt8], clipped: Int) {
        var clipped = 0
        let codes = values.map { value -> UInt8 in
            let value = Double(value)
            guard value >= low, value <= high else {
                clipped += 1
                return value > high ? 255 : 0
            }
            let code = (value - low) * (255 / (high - low))
            return UInt8(min(255, rounding == .round ? code.rounded(.toNearestOrEven) : code.rounded(.down)))
        }
        return (codes, clipped)
    }
}
