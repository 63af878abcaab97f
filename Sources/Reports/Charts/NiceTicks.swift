import Foundation

/// Round numbers that divide an axis: multiples of 1, 2 or 5 times a power of ten.
///
/// **Source.** P. Heckbert, "Nice numbers for graph labels", Graphics Gems, 1990.
struct NiceTicks {
    let step: Double

    /// The step that gives about `count` ticks over `span`; whole numbers only if `integral`.
    /// - Precondition: `span` is finite and greater than zero.
    init(span: Double, count: Int = 5, integral: Bool = false) {
        precondition(span.isFinite && span > 0, "an axis has an extent")
        let raw = span / Double(count)
        let power = pow(10, floor(log10(raw)))
        let factor = raw / power
        let nice = power * (factor < 1.5 ? 1 : factor < 3.5 ? 2 : factor < 7.5 ? 5 : 10)
        step = integral ? max(1, nice.rounded()) : nice
    }

    /// The ticks that lie between two values, both included.
    func ticks(from lower: Double, to upper: Double) -> [Double] {
        let first = (lower / step - 1e-9).rounded(.up)
        var ticks: [Double] = []
        while ticks.count < 50 {
            let tick = (first + Double(ticks.count)) * step
            if tick > upper + step * 1e-6 { break }
            ticks.append(tick)
        }
        return ticks
    }

    /// A tick with as many decimals as the step needs.
    func label(_ tick: Double) -> String {
        if abs(tick) < step * 1e-6 { return "0" }
        if step >= 1e5 || step < 1e-4 { return String(format: "%.3g", tick) }
        return NumberText.fixed(tick, decimals: max(0, Int(-floor(log10(step) + 1e-9))))
    }
}
