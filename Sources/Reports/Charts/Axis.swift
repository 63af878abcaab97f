import Foundation

/// One axis of a chart: what it shows, from where to where, and its ticks.
struct Axis {
    let label: String
    let lower: Double
    let upper: Double
    private let nice: NiceTicks

    /// An axis with fixed ends.
    /// - Precondition: `lower < upper`, both finite.
    init(_ label: String, from lower: Double, to upper: Double, integral: Bool = false) {
        self.label = label
        self.lower = lower
        self.upper = upper
        nice = NiceTicks(span: upper - lower, integral: integral)
    }

    /// An axis that holds all finite values, with a little room; from 0 to 1 if there are none.
    init(_ label: String, holding values: [Double], fromZero: Bool = false, integral: Bool = false) {
        let shown = values.filter(\.isFinite).map { min(max($0, -1e300), 1e300) } + (fromZero ? [0] : [])
        guard let least = shown.min(), let most = shown.max() else {
            self.init(label, from: 0, to: 1, integral: integral)
            return
        }
        let room = most > least ? 0 : max(abs(least) * 0.1, integral ? 1 : 1e-6)
        let step = NiceTicks(span: most - least + 2 * room, integral: integral).step
        let lower = integral && !fromZero ? least - room : ((least - room) / step).rounded(.down) * step
        let upper = integral && !fromZero ? most + room : ((most + room) / step).rounded(.up) * step
        self.init(label, from: lower, to: max(upper, lower + step), integral: integral)
    }

    /// Shares, precision and recall: 0 to 1, so that reports can be laid side by side.
    static func unit(_ label: String) -> Axis { Axis(label, from: 0, to: 1) }

    var ticks: [(value: Double, text: String)] { nice.ticks(from: lower, to: upper).map { ($0, nice.label($0)) } }

    /// Where a value stands: 0 at the lower end, 1 at the upper.
    func share(_ value: Double) -> Double { value / (upper - lower) - lower / (upper - lower) }
}

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
