import Foundation

/// Courses of loudness over time, in seconds; all are 0 before time 0.
enum Envelope {
    /// Jumps to 1 and fades with a time constant.
    static func decay(_ time: Double, _ constant: Double) -> Double { time < 0 ? 0 : exp(-time / constant) }

    /// Rises to 1 within `attack`, stays, and falls to 0 within `release` before `duration` is over.
    static func swell(_ time: Double, _ duration: Double, attack: Double, release: Double) -> Double {
        guard time > 0, time < duration else { return 0 }
        return min(1, time / attack, (duration - time) / release)
    }

    /// The upper half of a sine over `duration`.
    static func arch(_ time: Double, _ duration: Double) -> Double {
        time > 0 && time < duration ? sin(.pi * time / duration) : 0
    }
}
