import Foundation

/// Holds threads until all of them are ready.
///
/// `@unchecked Sendable`: everything mutable is read and written under `condition`.
final class StartingLine: @unchecked Sendable {
    private let condition = NSCondition()
    private var missing: Int

    init(count: Int) { missing = count }

    func wait() {
        condition.lock()
        defer { condition.unlock() }
        missing -= 1
        condition.broadcast()
        while missing > 0 { condition.wait() }
    }
}
