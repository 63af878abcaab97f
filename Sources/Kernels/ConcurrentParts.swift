import Dispatch

/// Work over `0..<count` in parts of a fixed size, on all cores.
///
/// The parts depend on the counts alone, never on the number of threads, so what is computed part by part has the same bits on
/// one core and on many.
public enum ConcurrentParts {
    /// Calls `body` once for each part and returns when all are done; in order on this thread if ``BLASThreads`` allows one.
    ///
    /// - Parameter part: items a part has; the last may have fewer.
    public static func run(_ count: Int, part: Int, _ body: @Sendable (Range<Int>) -> Void) {
        let parts = (count + part - 1) / part
        guard parts > 1, BLASThreads.count > 1 else {
            for start in stride(from: 0, to: count, by: part) { body(start..<min(start + part, count)) }
            return
        }
        DispatchQueue.concurrentPerform(iterations: parts) { body(($0 * part)..<min(($0 + 1) * part, count)) }
    }
}
