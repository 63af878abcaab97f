import Tensors

/// When a scene's events fall.
enum Rhythm {
    /// Times from about the beginning to `seconds`, `interval` apart, each moved by up to `jitter` of the interval.
    static func beats(
        every interval: Double, jitter: Double, until seconds: Double, random: inout SeededGenerator
    ) -> [Double] {
        var times: [Double] = []
        var beat = interval * random.uniform(0.1...0.6)
        while beat < seconds {
            times.append(max(0, beat + interval * jitter * random.uniform(-1...1)))
            beat += interval
        }
        return times.sorted()
    }

    /// Seconds since the last of `times` that is not after `time`; infinite before the first.
    static func since(_ times: [Double], _ time: Double) -> Double {
        guard let last = times.last(where: { $0 <= time }) else { return .infinity }
        return time - last
    }

    /// A number in 0...1 that belongs to an index and a salt: detail that stays put from frame to frame.
    static func scatter(_ index: Int, _ salt: UInt64) -> Double {
        var mixed = (UInt64(bitPattern: Int64(index)) &+ salt) &* 0x9e37_79b9_7f4a_7c15
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return Double((mixed ^ (mixed >> 31)) >> 11) * 0x1p-53
    }
}
