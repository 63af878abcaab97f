/// A floating-point type that scores are written in.
protocol WrittenScore: BinaryFloatingPoint, Sendable {
    /// The low bits of a number from 0 to 65,535, rounded to an integer: without the checks of a conversion, so that loops over it
    /// become vector instructions.
    var roundedBits: UInt16 { get }
}

extension Float: WrittenScore {
    /// Adding 2^23 leaves the rounded number in the low bits.
    @inline(__always) var roundedBits: UInt16 { UInt16(truncatingIfNeeded: (self + 0x1p23).bitPattern & 65_535) }
}

extension Double: WrittenScore {
    /// Adding 2^52 leaves the rounded number in the low bits.
    @inline(__always) var roundedBits: UInt16 { UInt16(truncatingIfNeeded: (self + 0x1p52).bitPattern & 65_535) }
}

/// Cuts a range of scores into equal buckets, best scores first. What lies outside goes to the first or the last.
struct ScoreBuckets<Score: WrittenScore> {
    /// A power of two.
    let count: Int
    private let best: Score
    /// Buckets a unit of score.
    private let density: Score

    /// How many buckets are made for some relevant items: about a quarter of them holds one.
    static func count(relevant: Int) -> Int {
        var count = 4_096
        while count < 4 * relevant, count < 65_536 { count *= 2 }
        return count
    }

    init(best: Score, worst: Score, count: Int) {
        self.best = best
        self.count = count
        let density = Score(count - 1) / (best - worst)
        self.density = density.isFinite ? density : 0
    }

    /// Never smaller for a smaller score, so an item in an earlier bucket has a greater score.
    @inline(__always)
    func bucket(_ score: Score) -> UInt16 {
        let place = (best - score) * density
        let last = Score(count - 1)
        let above = place > 0 ? place : 0
        return (above < last ? above : last).roundedBits
    }

    /// The bucket of every score.
    @inline(__always)
    func fill(_ buckets: UnsafeMutablePointer<UInt16>, _ scores: UnsafePointer<Score>, count scoreCount: Int, shiftedBy shift: Score = 0) {
        for index in 0..<scoreCount { buckets[index] = bucket(scores[index] + shift) }
    }
}
