/// A named curve: points in the order they are to be joined.
public struct Series: Sendable {
    public var name: String
    public var points: [Point]

    /// A point; where x or y is not finite the curve is interrupted.
    public struct Point: Sendable, Equatable {
        public var x: Double
        public var y: Double

        public init(x: Double, y: Double) {
            self.x = x
            self.y = y
        }

        var isFinite: Bool { x.isFinite && y.isFinite }
    }

    public init(_ name: String, _ points: [Point]) {
        self.name = name
        self.points = points
    }

    /// A curve over the epochs 1, 2, 3, ...
    public init(_ name: String, epochs values: [Double]) {
        self.init(name, values.enumerated().map { Point(x: Double($0.offset + 1), y: $0.element) })
    }
}

extension Series {
    /// The same curve with at most about `limit` points: of each run of neighbours the lowest and the highest stay, so that
    /// peaks survive. Curves of up to `limit` points stay as they are.
    func thinned(to limit: Int) -> Series {
        guard points.count > limit else { return self }
        let runLength = (points.count * 2 + limit - 1) / limit
        var kept: [Point] = []
        for start in stride(from: 0, to: points.count, by: runLength) {
            let run = start..<min(start + runLength, points.count)
            guard let low = run.filter({ points[$0].isFinite }).min(by: { points[$0].y < points[$1].y }),
                  let high = run.filter({ points[$0].isFinite }).max(by: { points[$0].y < points[$1].y })
            else {
                kept.append(points[start])   // a run without values stays a gap
                continue
            }
            kept += (low == high ? [low] : [min(low, high), max(low, high)]).map { points[$0] }
        }
        return Series(name, kept)
    }
}
