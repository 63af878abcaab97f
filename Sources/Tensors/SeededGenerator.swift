import Foundation

/// A seeded random number generator whose stream is the same on every machine and Swift version.
///
/// xoshiro256++ seeded through SplitMix64 (Blackman and Vigna, https://prng.di.unimi.it/). The derived draws
/// (uniform, normal, permutation) are our own rather than the standard library's, whose algorithms may change.
public struct SeededGenerator: RandomNumberGenerator, Sendable, Codable, Hashable {
    private var state: [UInt64]

    public init(seed: UInt64) {
        var splitMix = SplitMix64(state: seed)
        state = (0..<4).map { _ in splitMix.next() }
    }

    /// An independent stream of the same seed, told apart by name: adding one never shifts the draws of another.
    public init(seed: UInt64, stream: String) {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325   // FNV-1a
        for byte in stream.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        self.init(seed: seed ^ hash)
    }

    public mutating func next() -> UInt64 {
        let result = rotate(state[0] &+ state[3], 23) &+ state[0]
        let t = state[1] << 17
        state[2] ^= state[0]
        state[3] ^= state[1]
        state[1] ^= state[2]
        state[0] ^= state[3]
        state[2] ^= t
        state[3] = rotate(state[3], 45)
        return result
    }

    /// Uniform in [0, 1), 53 bits.
    public mutating func uniform() -> Double { Double(next() >> 11) * 0x1p-53 }

    /// Uniform in the range; the upper bound itself does not come up.
    public mutating func uniform(_ range: ClosedRange<Double>) -> Double {
        range.lowerBound + (range.upperBound - range.lowerBound) * uniform()
    }

    /// Uniform integer in 0..<bound (Lemire's multiplication; its bias is below 2^-32 for bounds below 2^32).
    public mutating func below(_ bound: Int) -> Int { Int(next().multipliedFullWidth(by: UInt64(bound)).high) }

    /// Standard normal, by the polar-free Box-Muller transform; two uniforms a draw.
    public mutating func normal() -> Double {
        let radius = (-2 * log(1 - uniform())).squareRoot()
        return radius * cos(2 * .pi * uniform())
    }

    /// A uniformly random order of 0..<count (Fisher-Yates, downwards).
    public mutating func permutation(_ count: Int) -> [Int] {
        var order = Array(0..<count)
        for last in stride(from: count - 1, to: 0, by: -1) { order.swapAt(last, below(last + 1)) }
        return order
    }

    private func rotate(_ x: UInt64, _ k: UInt64) -> UInt64 { (x << k) | (x >> (64 - k)) }
}

/// Spreads one seed over a generator's state.
private struct SplitMix64 {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }
}
