import Dispatch
import Foundation
import Synchronization

/// Queries cut into groups that threads take one after another.
///
/// Groups have one size whatever the number of cores, so that results which are added up a group are the same for any.
struct QueryGroups {
    let queryCount: Int
    let size: Int

    var count: Int { (queryCount + size - 1) / size }

    /// Runs `body` for every group, over the cores; each thread makes itself what it works with, once.
    ///
    /// - Parameter bytes: what a thread works with; all threads' together stays under 512 MiB where one thread's does.
    func forEach<Means>(bytes: Int, _ makeMeans: @Sendable () -> Means, _ body: @Sendable (Means, _ group: Int, _ queries: Range<Int>) -> Void) {
        let threads = max(1, min(count, ProcessInfo.processInfo.activeProcessorCount, (512 << 20) / max(1, bytes)))
        let next = Atomic(0)
        DispatchQueue.concurrentPerform(iterations: threads) { _ in
            let means = makeMeans()
            while true {
                let group = next.wrappingAdd(1, ordering: .relaxed).oldValue
                guard group < count else { return }
                body(means, group, (group * size)..<min((group + 1) * size, queryCount))
            }
        }
    }
}

extension PairScores {
    /// Runs `body` for every query with its scores, over the cores.
    func forEachQuery(_ body: @Sendable (_ query: Int, _ scores: UnsafeBufferPointer<Double>) -> Void) {
        let groups = QueryGroups(queryCount: queryCount, size: 32)
        let capacity = min(groups.size, queryCount) * galleryCount
        groups.forEach(bytes: capacity * MemoryLayout<Double>.stride, { ScoreRows(capacity: capacity) }) { rows, _, queries in
            fill(UnsafeMutableBufferPointer(rebasing: rows.values[0..<(queries.count * galleryCount)]), queries: queries)
            for (index, query) in queries.enumerated() {
                body(query, UnsafeBufferPointer(rebasing: rows.values[(index * galleryCount)..<((index + 1) * galleryCount)]))
            }
        }
    }
}

/// A thread's scores, near its core.
private final class ScoreRows {
    let values: UnsafeMutableBufferPointer<Double>
    init(capacity: Int) { values = .allocate(capacity: capacity) }
    deinit { values.deallocate() }
}
