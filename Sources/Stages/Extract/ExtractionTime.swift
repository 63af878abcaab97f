import Foundation

/// Seconds of extraction by what they were spent on, over all workers.
public struct ExtractionTime: Hashable, Sendable, Codable {
    /// Members of archives, by the thread that reads them; a file is read while it is decoded.
    public var read = 0.0
    /// Containers, sound and pictures, up to 16 kHz samples and RGB.
    public var decode = 0.0
    /// Decoded media into the form in which they are kept, and onto the disk.
    public var keep = 0.0
    /// Pictures to the network's size.
    public var resize = 0.0
    public var logMel = 0.0
    public var inception = 0.0
    public var vggish = 0.0
    /// Small pictures and envelopes for the report.
    public var previews = 0.0
    /// Features and failures into the workspace, with the wait for other workers' writes.
    public var write = 0.0

    /// In the order in which a clip goes through them, with their names for people.
    private static let parts: [(name: String, path: any KeyPath<Self, Double> & Sendable)] = [
        ("read", \.read), ("decode", \.decode), ("keep", \.keep), ("resize", \.resize), ("log-mel", \.logMel), ("Inception V3", \.inception),
        ("VGGish", \.vggish), ("previews", \.previews), ("cache write", \.write),
    ]

    public var total: Double { Self.parts.reduce(0) { $0 + self[keyPath: $1.path] } }

    /// e.g. `decode 12 %, resize 2 %, ...`, without what took nothing; empty if nothing took any time.
    public var shares: String {
        guard total > 0 else { return "" }
        return Self.parts.compactMap { part in
            let share = self[keyPath: part.path] / total * 100
            return share == 0 ? nil : "\(part.name) " + String(format: share < 9.95 ? "%.1f %%" : "%.0f %%", share)
        }.joined(separator: ", ")
    }

    public static func += (sum: inout Self, other: Self) {
        sum.read += other.read
        sum.decode += other.decode
        sum.keep += other.keep
        sum.resize += other.resize
        sum.logMel += other.logMel
        sum.inception += other.inception
        sum.vggish += other.vggish
        sum.previews += other.previews
        sum.write += other.write
    }
}

/// Runs `body` and adds the seconds it took to `sum`.
func timing<Result>(_ sum: inout Double, _ body: () throws -> Result) rethrows -> Result {
    let start = ContinuousClock.now
    defer { sum += (ContinuousClock.now - start) / .seconds(1) }
    return try body()
}
