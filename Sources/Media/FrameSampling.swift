import CFFmpeg

/// Which frames of a video become rows.
///
/// Row *i* is the frame on display at `start + i / framesPerSecond`: the last whose time is not after that instant.
/// `start` is the time of the first presented frame (after edit lists), so row 0 is that frame. *i* runs while
/// `i / framesPerSecond` is less than the video's duration: 10.0 s at one a second are 10 rows.
///
/// The duration is the last presented frame's time, plus that frame's own duration, minus `start`. Where the last
/// frame's duration is not known, the container's end of the stream stands in for its end; where that is unknown
/// too or lies before the frame, the stream's average frame interval does, and then nothing. Row 0 is there even
/// so. A low-rate video's frame serves several rows. All comparisons are between exact rationals.
public struct FrameSampling: Hashable, Sendable {
    /// Rows a second, as a fraction in lowest terms.
    public let numerator: Int32
    public let denominator: Int32

    public var framesPerSecond: Double { Double(numerator) / Double(denominator) }

    /// - Parameter framesPerSecond: over 0 and at most 1,000; read as the nearest fraction with a denominator of
    ///   at most 1,000,000, so 29.97 is 2997/100. Nil outside that range.
    public init?(framesPerSecond: Double) {
        guard framesPerSecond > 0, framesPerSecond <= 1000 else { return nil }
        let fraction = av_d2q(framesPerSecond, 1_000_000)
        guard fraction.num > 0, fraction.den > 0 else { return nil }
        numerator = fraction.num
        denominator = fraction.den
    }

    /// Seconds from the start to row `index`.
    public func time(ofRow index: Int) -> Double { Double(index) * Double(denominator) / Double(numerator) }
}
