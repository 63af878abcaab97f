/// A half-open stretch of a clip, `[start, end)`, in seconds from the clip's beginning.
public struct Interval: Hashable, Codable, Sendable, CustomStringConvertible {
    public let start: Double
    public let end: Double

    public init(start: Double, end: Double) {
        self.start = start
        self.end = end
    }

    public var duration: Double { end - start }

    /// Whether the two stretches share more than an end point.
    public func overlaps(_ other: Interval) -> Bool { start < other.end && other.start < end }

    public var description: String { "\(start)-\(end) s" }
}
