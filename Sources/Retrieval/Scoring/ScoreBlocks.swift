import Dispatch
import Foundation

extension PairScores {
    /// Runs `body` for every group of queries with its scores, over the cores.
    ///
    /// - Parameter group: queries one thread takes together: results that are added up a group are the same for any number of cores.
    func forEachQuery(group: Int = 32, _ body: @Sendable (_ group: Int, _ queries: Range<Int>, _ scores: GroupScores) -> Void) {
        let groups = (queryCount + group - 1) / group
        let threads = min(groups, threadCount(group: group))
        DispatchQueue.concurrentPerform(iterations: threads) { thread in
            // A thread's scores stay near its core; all threads' together are bounded.
            let buffer = UnsafeMutableBufferPointer<Double>.allocate(capacity: min(group, queryCount) * galleryCount)
            defer { buffer.deallocate() }
            for index in stride(from: thread, to: groups, by: threads) {
                let range = (index * group)..<min((index + 1) * group, queryCount)
                fill(UnsafeMutableBufferPointer(rebasing: buffer[0..<(range.count * galleryCount)]), queries: range)
                body(index, range, GroupScores(values: UnsafeBufferPointer(buffer), first: range.lowerBound, galleryCount: galleryCount))
            }
        }
    }

    /// As many as there are cores, while their scores stay under 512 MiB.
    private func threadCount(group: Int) -> Int {
        let bytes = group * galleryCount * MemoryLayout<Double>.stride
        return max(1, min(ProcessInfo.processInfo.activeProcessorCount, (512 << 20) / max(1, bytes)))
    }
}

/// The filled scores of a group of queries.
///
/// `@unchecked Sendable`: only read, while the thread that filled them is in `body`.
struct GroupScores: @unchecked Sendable {
    fileprivate let values: UnsafeBufferPointer<Double>
    fileprivate let first: Int
    fileprivate let galleryCount: Int

    func row(_ query: Int) -> UnsafeBufferPointer<Double> {
        UnsafeBufferPointer(rebasing: values[((query - first) * galleryCount)..<((query - first + 1) * galleryCount)])
    }
}
