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
