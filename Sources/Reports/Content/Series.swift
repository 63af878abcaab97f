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
