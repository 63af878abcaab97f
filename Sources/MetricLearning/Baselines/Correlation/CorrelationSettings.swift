import Settings

/// The keys of the methods that end in a canonical correlation analysis.
struct CorrelationSettings: Sendable {
    /// What is added to the diagonal of a covariance, as a share of its mean.
    enum Ridge: Sendable, Equatable {
        /// The best of ``candidates`` on the validation set; without one, ``usual``.
        case auto
        case fixed(Double)

        static let candidates = [0.01, 0.1, 1.0]
        static let usual = 1.0
    }

    /// Directions kept.
    let components: Int
    let ridge: Ridge
    /// Share of the item pairs, against the pairs of one class, in the cross-covariance.
    let pairShare: Double

    /// - Parameter pairShare: what `beta` is if not given; nil for a method that has pairs alone and no such key.
    init(from section: Section, pairShare usual: Double?) throws(SettingsError) {
        components = try section.integer("components", default: 10, in: 1...65_536)
        ridge = try Self.readRidge(from: section)
        guard let usual else {
            pairShare = 1
            return
        }
        pairShare = try section.number("beta", default: usual, in: 0...1)
    }

    private static func readRidge(from section: Section) throws(SettingsError) -> Ridge {
        switch section.alternative("ridge") {
        case nil, .text("auto"):
            section.record("ridge", as: .text("auto"))
            return .auto
        case .text(let text) where Double(text) != nil: return .fixed(try section.number("ridge", default: 0, in: 1e-9...1_000))
        default: throw section.refusal(of: "ridge", expected: "'auto' or a number")
        }
    }
}
