import Dispatch
import Foundation
import Locks

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
            let made = Shared([Result<Product, DemoError>?](repeating: nil, count: positions.count))
            DispatchQueue.concurrentPerform(iterations: positions.count) { offset in
                let clip = Result { () throws(DemoError) in try make(first + offset) }
                made.change { $0[offset] = clip }
            }
            for (index, clip) in zip(positions, made.value.compactMap(\.self)) { try take(index, clip.get()) }
        }
    }
}
