// Generic over the vector, and inlinable to the last function: a room with another instruction set compiles its own.

extension MinimalFilter {
    /// Tiles to their values at the points. Works on `count` neighbouring vectors of channels at once; the next input lies
    /// `step` vectors after the one before, the value at the next point `outputStep` vectors.
    @inlinable @inline(__always)
    func transform<Lanes: SIMD>(
        input: UnsafePointer<Lanes>, step: Int, count: Int, to output: UnsafeMutablePointer<Lanes>, outputStep: Int
    ) where Lanes.Scalar == Float {
        switch self {
        case .identity: output.update(from: input, count: count)
        case .three: for lane in 0..<count { inputThree(input + lane, step, output + lane, outputStep) }
        // The transform of the input knows the points alone.
        case .threeToSix, .five: for lane in 0..<count { inputFive(input + lane, step, output + lane, outputStep) }
        case .seven: for lane in 0..<count { inputSeven(input + lane, step, output + lane, outputStep) }
        }
    }

    /// Sums of products to outputs, as ``transform(input:step:count:to:outputStep:)``.
    @inlinable @inline(__always)
    func transform<Lanes: SIMD>(
        products: UnsafePointer<Lanes>, step: Int, count: Int, to output: UnsafeMutablePointer<Lanes>, outputStep: Int
    ) where Lanes.Scalar == Float {
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

@inlinable @inline(__always)
func inputThree<Lanes: SIMD>(_ d: UnsafePointer<Lanes>, _ s: Int, _ out: UnsafeMutablePointer<Lanes>, _ t: Int) where Lanes.Scalar == Float {
    let (d0, d1, d2, d3, d4, d5) = (d[0], d[s], d[2 * s], d[3 * s], d[4 * s], d[5 * s])
    out[0] = 4 * d0 - 5 * d2 + d4
    pair(even: d4 - 4 * d2, odd: d3 - 4 * d1, out + t, t)
    pair(even: d4 - d2, odd: 2 * (d3 - d1), out + 3 * t, t)
    out[5 * t] = 4 * d1 - 5 * d3 + d5
}

@inlinable @inline(__always)
func inputFive<Lanes: SIMD>(_ d: UnsafePointer<Lanes>, _ s: Int, _ out: UnsafeMutablePointer<Lanes>, _ t: Int) where Lanes.Scalar == Float {
    let (d0, d1, d2, d3) = (d[0], d[s], d[2 * s], d[3 * s])
    let (d4, d5, d6, d7) = (d[4 * s], d[5 * s], d[6 * s], d[7 * s])
    out[0] = d6 - d0 + 5.25 * (d2 - d4)
    pair(even: d2 - 4.25 * d4 + d6, odd: d1 - 4.25 * d3 + d5, out + t, t)
    pair(even: 0.25 * d2 - 1.25 * d4 + d6, odd: 0.5 * d1 - 2.5 * d3 + 2 * d5, out + 3 * t, t)
    pair(even: 4 * d2 - 5 * d4 + d6, odd: 2 * d1 - 2.5 * d3 + 0.5 * d5, out + 5 * t, t)
    out[7 * t] = d7 - d1 + 5.25 * (d3 - d5)
}

@inlinable @inline(__always)
func inputSeven<Lanes: SIMD>(_ d: UnsafePointer<Lanes>, _ s: Int, _ out: UnsafeMutablePointer<Lanes>, _ t: Int) where Lanes.Scalar == Float {
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

@inlinable @inline(__always)
func pair<Lanes: SIMD>(even: Lanes, odd: Lanes, _ out: UnsafeMutablePointer<Lanes>, _ t: Int) where Lanes.Scalar == Float {
    out[0] = even + odd
    out[t] = even - odd
}

// Output j sums the products times their point's power j; infinity counts in the last output alone.

@inlinable @inline(__always)
func sumThree<Lanes: SIMD>(_ m: UnsafePointer<Lanes>, _ s: Int, _ out: UnsafeMutablePointer<Lanes>, _ t: Int) where Lanes.Scalar == Float {
    let (p1, n1, p2, n2) = (m[s], m[2 * s], m[3 * s], m[4 * s])
    let (e1, o1, e2, o2) = (p1 + n1, p1 - n1, p2 + n2, p2 - n2)
    out[0] = m[0] + e1 + e2
    out[t] = o1 + 2 * o2
    out[2 * t] = e1 + 4 * e2
    out[3 * t] = o1 + 8 * o2 + m[5 * s]
}

@inlinable @inline(__always)
func sumThreeToSix<Lanes: SIMD>(_ m: UnsafePointer<Lanes>, _ s: Int, _ out: UnsafeMutablePointer<Lanes>, _ t: Int) where Lanes.Scalar == Float {
    let (p1, n1, p2, n2, p3, n3) = (m[s], m[2 * s], m[3 * s], m[4 * s], m[5 * s], m[6 * s])
    let (e1, o1, e2, o2, e3, o3) = (p1 + n1, p1 - n1, p2 + n2, p2 - n2, p3 + n3, p3 - n3)
    out[0] = m[0] + e1 + e2 + e3
    out[t] = o1 + 2 * o2 + 0.5 * o3
    out[2 * t] = e1 + 4 * e2 + 0.25 * e3
    out[3 * t] = o1 + 8 * o2 + 0.125 * o3
    out[4 * t] = e1 + 16 * e2 + 0.0625 * e3
    out[5 * t] = o1 + 32 * o2 + 0.03125 * o3 + m[7 * s]
}

@inlinable @inline(__always)
func sumFive<Lanes: SIMD>(_ m: UnsafePointer<Lanes>, _ s: Int, _ out: UnsafeMutablePointer<Lanes>, _ t: Int) where Lanes.Scalar == Float {
    let (p1, n1, p2, n2, p3, n3) = (m[s], m[2 * s], m[3 * s], m[4 * s], m[5 * s], m[6 * s])
    let (e1, o1, e2, o2, e3, o3) = (p1 + n1, p1 - n1, p2 + n2, p2 - n2, p3 + n3, p3 - n3)
    out[0] = m[0] + e1 + e2 + e3
    out[t] = o1 + 2 * o2 + 0.5 * o3
    out[2 * t] = e1 + 4 * e2 + 0.25 * e3
    out[3 * t] = o1 + 8 * o2 + 0.125 * o3 + m[7 * s]
}

@inlinable @inline(__always)
func sumSeven<Lanes: SIMD>(_ m: UnsafePointer<Lanes>, _ s: Int, _ out: UnsafeMutablePointer<Lanes>, _ t: Int) where Lanes.Scalar == Float {
    let (p1, n1, p2, n2) = (m[s], m[2 * s], m[3 * s], m[4 * s])
    let (p3, n3, p4, n4) = (m[5 * s], m[6 * s], m[7 * s], m[8 * s])
    let (e1, o1, e2, o2) = (p1 + n1, p1 - n1, p2 + n2, p2 - n2)
    let (e3, o3, e4, o4) = (p3 + n3, p3 - n3, p4 + n4, p4 - n4)
    out[0] = m[0] + e1 + e2 + e3 + e4
    out[t] = o1 + 2 * o2 + 0.5 * o3 + 1.5 * o4
    out[2 * t] = e1 + 4 * e2 + 0.25 * e3 + 2.25 * e4
    out[3 * t] = o1 + 8 * o2 + 0.125 * o3 + 3.375 * o4 + m[9 * s]
}
