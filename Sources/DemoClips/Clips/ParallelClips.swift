import Dispatch
import Foundation

/// Makes clips on all cores, a bounded number at a time, and hands them over in their order.
enum ParallelClips {
    /// Clips in memory for every core.
    private static let perCore = 6

    /// - Parameters:
    ///   - make: turns a position in 0..<count into a clip; called on any thread.
    ///   - take: gets every clip in order, on the calling thread.
    static func forEach<Product: Sendable>(
        count: Int, make: @Sendable (Int) throws(DemoError) -> Product, take: (Int, Product) throws(DemoError) -> Void
    ) throws(DemoError) {
        let batch = perCore * ProcessInfo.processInfo.activeProcessorCount
        for first in stride(from: 0, to: count, by: batch) {
            let positions = first..<min(count, first + batch)
            let slots = Slots<Result<Product, DemoError>>(count: positions.count)
            DispatchQueue.concurrentPerform(iterations: positions.count) { offset in
                do throws(DemoError) {
                    slots.set(offset, .success(try make(first + offset)))
                } catch {
                    slots.set(offset, .failure(error))
                }
            }
            for offset in 0..<positions.count { try take(first + offset, slots.value(offset).get()) }
        }
    }
}

/// Places that threads fill, each its own.
///
/// `@unchecked Sendable`: every access to `values` holds the lock.
private final class Slots<Value: Sendable>: @unchecked Sendable {
    private let lock = NSLock()
    private var values: [Value?]

    init(count: Int) { values = [Value?](repeating: nil, count: count) }

    func set(_ index: Int, _ value: Value) { lock.withLock { values[index] = value } }

    func value(_ index: Int) -> Value {
        guard let value = lock.withLock({ values[index] }) else { preconditionFailure("slot \(index) was not filled") }
        return value
    }
}
