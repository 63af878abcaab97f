/// Cuts a range of scores into equal buckets, best scores first. What lies outside goes to the first or the last.
struct ScoreBuckets {
    static let count = 4_096

    private let best: Double
    /// Buckets a unit of score.
    private let density: Double

    init(best: Double, worst: Double) {
        self.best = best
        let density = Double(Self.count - 1) / (best - worst)
        self.density = density.isFinite ? density : 0
    }

    /// Never smaller for a smaller score, so an item in an earlier bucket has a greater score.
    ///
    /// Adding 2^52 leaves the rounded number in the low bits, without the checks of a conversion.
    @inline(__always)
    func bucket(_ score: Double) -> Int {
        let place = (best - score) * density
        let clamped = place > 0 ? (place < Double(Self.count - 1) ? place : Double(Self.count - 1)) : 0
        return Int(truncatingIfNeeded: (clamped + 0x1p52).bitPattern & UInt64(Self.count - 1))
    }
}
