/// Winograd's minimal filtering along one axis, F(m, r): m neighbouring outputs of a filter of r taps from m + r - 1
/// products instead of m r.
///
/// The products are those of polynomial values at the points 0, ±a for every magnitude a, and infinity. All constants of
/// the transforms of data are exact in single precision. Relative error of a sum over 192 channels of normal numbers,
/// against double precision: 1e-6 with 3 and 5 taps, 5e-6 with 7; on both axes F(6, 3) has twice the error of F(4, 3).
///
/// Source: Winograd, Arithmetic Complexity of Computations, 1980 (Toom and Cook's algorithm transposed); for images Lavin
/// and Gray, arXiv:1509.09308.
public enum MinimalFilter: Sendable, CaseIterable {
    /// F(1, 1), an axis with a filter of one tap: nothing to do.
    case identity
    /// F(4, 3).
    case three
    /// F(6, 3).
    case threeToSix
    /// F(4, 5).
    case five
    /// F(4, 7).
    case seven

    /// The one that takes the fewest products for an axis of `length` outputs; nil for an unknown number of taps.
    public init?(taps: Int, length: Int) {
        let known = MinimalFilter.allCases.filter { $0.taps == taps }
        guard let best = known.min(by: { $0.tiles(length) * $0.points < $1.tiles(length) * $1.points }) else { return nil }
        self = best
    }

    @inlinable public var taps: Int {
        switch self {
        case .identity: 1
        case .three, .threeToSix: 3
        case .five: 5
        case .seven: 7
        }
    }

    /// Outputs of a tile.
    @inlinable public var outputs: Int {
        switch self {
        case .identity: 1
        case .threeToSix: 6
        case .three, .five, .seven: 4
        }
    }

    /// Inputs of a tile, and products.
    @inlinable public var points: Int { outputs + taps - 1 }

    /// Tiles that cover an axis.
    public func tiles(_ length: Int) -> Int { (length + outputs - 1) / outputs }

    private var magnitudes: [Double] {
        switch self {
        case .identity: []
        case .three: [1, 2]
        case .threeToSix, .five: [1, 2, 0.5]
        case .seven: [1, 2, 0.5, 1.5]
        }
    }

    /// For each point what every tap weighs in the filter's value there: the point's powers, divided by the product of its
    /// distances from the others; at infinity the last tap.
    public var factors: [[Double]] {
        guard self != .identity else { return [[1]] }
        let finite: [Double] = [0] + magnitudes.flatMap { [$0, -$0] }
        var rows: [[Double]] = []
        for point in finite {
            var distances = 1.0
            for other in finite where other != point { distances *= point - other }
            var power = 1 / distances
            var row: [Double] = []
            for _ in 0..<taps {
                row.append(power)
                power *= point
            }
            rows.append(row)
        }
        return rows + [[Double](repeating: 0, count: taps - 1) + [1]]
    }
}
