/// Winograd's minimal filtering along one axis, F(m, r): m neighbouring outputs of a filter of r taps from m + r - 1
/// products instead of m r.
///
/// The products are those of polynomial values at the points 0, ±a for every magnitude a, and infinity. All constants of
/// the transforms of data are exact in single precision. Relative error of a sum over 192 channels of normal numbers,
/// against double precision: 1e-6 with 3 and 5 taps, 5e-6 with 7; on both axes F(6, 3) has twice the error of F(4, 3).
///
/// Source: Winograd, Arithmetic Complexity of Computations, 1980 (Toom and Cook's algorithm transposed); for images Lavin
/// and Gray, arXiv:1509.09308.
enum MinimalFilter: Sendable, CaseIterable {
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
    init?(taps: Int, length: Int) {
        let known = MinimalFilter.allCases.filter { $0.taps == taps }
        guard let best = known.min(by: { $0.tiles(length) * $0.points < $1.tiles(length) * $1.points }) else { return nil }
        self = best
    }

    var taps: Int {
        switch self {
        case .identity: 1
        case .three, .threeToSix: 3
        case .five: 5
        case .seven: 7
        }
    }

    /// Outputs of a tile.
    var outputs: Int {
        switch self {
        case .identity: 1
        case .threeToSix: 6
        case .three, .five, .seven: 4
        }
    }

    /// Inputs of a tile, and products.
    var points: Int { outputs + taps - 1 }

    /// Tiles that cover an axis.
    func tiles(_ length: Int) -> Int { (length + outputs - 1) / outputs }

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
    var factors: [[Double]] {
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

/// Four channels.
typealias Lanes = SIMD4<Float>

extension MinimalFilter {
    /// Tiles to their values at the points. Works on `count` neighbouring groups of four channels at once; the next input
    /// lies `step` groups after the one before, the value at the next point `outputStep` groups.
    func transform(
        input: UnsafePointer<Lanes>, step: Int, count: Int, to output: UnsafeMutablePointer<Lanes>, outputStep: Int
    ) {
        switch self {
        case .identity: output.update(from: input, count: count)
        case .three: for lane in 0..<count { inputThree(input + lane, step, output + lane, outputStep) }
        // The transform of the input knows the points alone.
        case .threeToSix, .five: for lane in 0..<count { inputFive(input + lane, step, output + lane, outputStep) }
        case .seven: for lane in 0..<count { inputSeven(input + lane, step, output + lane, outputStep) }
        }
    }

    /// Sums of products to outputs, as ``transform(input:step:count:to:outputStep:)``.
    func transform(
        products: UnsafePointer<Lanes>, step: Int, count: Int, to output: UnsafeMutablePointer<Lanes>, outputStep: Int
    ) {
        switch self {
        case .identity: output.update(from: products, count: count)
        case .three: for lane in 0..<count { sumThree(products + lane, step, output + lane, outputStep) }
        case .threeToSix: for lane in 0..<count { sumThreeToSix(products + lane, step, output + lane, outputStep) }
        case .five: for lane in 0..<count { sumFive(products + lane, step, output + lane, outputStep) }
        case .seven: for lane in 0..<count { sumSeven(products + lane, step, output + lane, outputStep) }
        }
    }
}

// A row of the transform for the point p is the product of (x - q) over all other finite points q, its coefficients
// weighing the inputs; for ±a those of the even powers are equal and those of the odd powers differ in sign.

@inline(__always)
private func inputThree(_ d: UnsafePointer<Lanes>, _ s: Int, _ out: UnsafeMutablePointer<Lanes>, _ t: Int) {
    let (d0, d1, d2, d3, d4, d5) = (d[0], d[s], d[2 * s], d[3 * s], d[4 * s], d[5 * s])
    out[0] = 4 * d0 - 5 * d2 + d4
    pair(even: d4 - 4 * d2, odd: d3 - 4 * d1, out + t, t)
    pair(even: d4 - d2, odd: 2 * (d3 - d1), out + 3 * t, t)
    out[5 * t] = 4 * d1 - 5 * d3 + d5
}

@inline(__always)
private func inputFive(_ d: UnsafePointer<Lanes>, _ s: Int, _ out: UnsafeMutablePointer<Lanes>, _ t: Int) {
    let (d0, d1, d2, d3) = (d[0], d[s], d[2 * s], d[3 * s])
    let (d4, d5, d6, d7) = (d[4 * s], d[5 * s], d[6 * s], d[7 * s])
    out[0] = d6 - d0 + 5.25 * (d2 - d4)
    pair(even: d2 - 4.25 * d4 + d6, odd: d1 - 4.25 * d3 + d5, out + t, t)
    pair(even: 0.25 * d2 - 1.25 * d4 + d6, odd: 0.5 * d1 - 2.5 * d3 + 2 * d5, out + 3 * t, t)
    pair(even: 4 * d2 - 5 * d4 + d6, odd: 2 * d1 - 2.5 * d3 + 0.5 * d5, out + 5 * t, t)
    out[7 * t] = d7 - d1 + 5.25 * (d3 - d5)
}

@inline(__always)
private func inputSeven(_ d: UnsafePointer<Lanes>, _ s: Int, _ out: UnsafeMutablePointer<Lanes>, _ t: Int) {
    let (d0, d1, d2, d3, d4) = (d[0], d[s], d[2 * s], d[3 * s], d[4 * s])
    let (d5, d6, d7, d8, d9) = (d[5 * s], d[6 * s], d[7 * s], d[8 * s], d[9 * s])
    out[0] = 2.25 * d0 - 12.8125 * d2 + 17.0625 * d4 - 7.5 * d6 + d8
    pair(
        even: d8 - 6.5 * d6 + 10.5625 * d4 - 2.25 * d2, odd: d7 - 6.5 * d5 + 10.5625 * d3 - 2.25 * d1, out + t, t)
    pair(
        even: d8 - 3.5 * d6 + 3.0625 * d4 - 0.5625 * d2, odd: 2 * (d7 - 3.5 * d5 + 3.0625 * d3 - 0.5625 * d1), out + 3 * t, t)
    pair(
        even: d8 - 7.25 * d6 + 15.25 * d4 - 9 * d2, odd: 0.5 * (d7 - 7.25 * d5 + 15.25 * d3 - 9 * d1), out + 5 * t, t)
    pair(
        even: d8 - 5.25 * d6 + 5.25 * d4 - d2, odd: 1.5 * (d7 - 5.25 * d5 + 5.25 * d3 - d1), out + 7 * t, t)
    out[9 * t] = 2.25 * d1 - 12.8125 * d3 + 17.0625 * d5 - 7.5 * d7 + d9
}

@inline(__always)
private func pair(even: Lanes, odd: Lanes, _ out: UnsafeMutablePointer<Lanes>, _ t: Int) {
    out[0] = even + odd
    out[t] = even - odd
}

// Output j sums the products times their point's power j; infinity counts in the last output alone.

@inline(__always)
private func sumThree(_ m: UnsafePointer<Lanes>, _ s: Int, _ out: UnsafeMutablePointer<Lanes>, _ t: Int) {
    let (p1, n1, p2, n2) = (m[s], m[2 * s], m[3 * s], m[4 * s])
    let (e1, o1, e2, o2) = (p1 + n1, p1 - n1, p2 + n2, p2 - n2)
    out[0] = m[0] + e1 + e2
    out[t] = o1 + 2 * o2
    out[2 * t] = e1 + 4 * e2
    out[3 * t] = o1 + 8 * o2 + m[5 * s]
}

@inline(__always)
private func sumThreeToSix(_ m: UnsafePointer<Lanes>, _ s: Int, _ out: UnsafeMutablePointer<Lanes>, _ t: Int) {
    let (p1, n1, p2, n2, p3, n3) = (m[s], m[2 * s], m[3 * s], m[4 * s], m[5 * s], m[6 * s])
    let (e1, o1, e2, o2, e3, o3) = (p1 + n1, p1 - n1, p2 + n2, p2 - n2, p3 + n3, p3 - n3)
    out[0] = m[0] + e1 + e2 + e3
    out[t] = o1 + 2 * o2 + 0.5 * o3
    out[2 * t] = e1 + 4 * e2 + 0.25 * e3
    out[3 * t] = o1 + 8 * o2 + 0.125 * o3
    out[4 * t] = e1 + 16 * e2 + 0.0625 * e3
    out[5 * t] = o1 + 32 * o2 + 0.03125 * o3 + m[7 * s]
}

@inline(__always)
private func sumFive(_ m: UnsafePointer<Lanes>, _ s: Int, _ out: UnsafeMutablePointer<Lanes>, _ t: Int) {
    let (p1, n1, p2, n2, p3, n3) = (m[s], m[2 * s], m[3 * s], m[4 * s], m[5 * s], m[6 * s])
    let (e1, o1, e2, o2, e3, o3) = (p1 + n1, p1 - n1, p2 + n2, p2 - n2, p3 + n3, p3 - n3)
    out[0] = m[0] + e1 + e2 + e3
    out[t] = o1 + 2 * o2 + 0.5 * o3
    out[2 * t] = e1 + 4 * e2 + 0.25 * e3
    out[3 * t] = o1 + 8 * o2 + 0.125 * o3 + m[7 * s]
}

@inline(__always)
private func sumSeven(_ m: UnsafePointer<Lanes>, _ s: Int, _ out: UnsafeMutablePointer<Lanes>, _ t: Int) {
    let (p1, n1, p2, n2) = (m[s], m[2 * s], m[3 * s], m[4 * s])
    let (p3, n3, p4, n4) = (m[5 * s], m[6 * s], m[7 * s], m[8 * s])
    let (e1, o1, e2, o2) = (p1 + n1, p1 - n1, p2 + n2, p2 - n2)
    let (e3, o3, e4, o4) = (p3 + n3, p3 - n3, p4 + n4, p4 - n4)
    out[0] = m[0] + e1 + e2 + e3 + e4
    out[t] = o1 + 2 * o2 + 0.5 * o3 + 1.5 * o4
    out[2 * t] = e1 + 4 * e2 + 0.25 * e3 + 2.25 * e4
    out[3 * t] = o1 + 8 * o2 + 0.125 * o3 + 3.375 * o4 + m[9 * s]
}
