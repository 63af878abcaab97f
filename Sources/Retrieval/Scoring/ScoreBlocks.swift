import Dispatch

extension PairScores {
    /// Runs `body` for every query with its scores, over the cores, a block of queries at a time.
    ///
    /// - Parameter group: queries one thread takes together: results that are added up a group are the same for any number of cores.
    func forEachQuery(group: Int = 32, _ body: @Sendable (_ group: Int, _ queries: Range<Int>, _ scores: GroupScores) -> Void) {
        let block = blockSize(multipleOf: group)
        let buffer = UnsafeMutableBufferPointer<Double>.allocate(capacity: min(block, queryCount) * galleryCount)
        defer { buffer.deallocate() }
        for first in stride(from: 0, to: queryCount, by: block) {
            let range = first..<min(first + block, queryCount)
            fill(UnsafeMutableBufferPointer(rebasing: buffer[0..<(range.count * galleryCount)]), queries: range)
            let written = GroupScores(values: UnsafeBufferPointer(buffer), first: first, galleryCount: galleryCount)
            DispatchQueue.concurrentPerform(iterations: (range.count + group - 1) / group) { index in
                let start = first + index * group
                body(start / group, start..<min(start + group, range.upperBound), written)
            }
        }
    }

    /// Queries a block: enough that filling them pays, few enough that their scores stay under 64 MiB and near the cores' caches.
    private func blockSize(multipleOf group: Int) -> Int {
        let fitting = (64 << 20) / (MemoryLayout<Double>.stride * max(1, galleryCount))
        return max(1, min(256, fitting) / group) * group
    }
}

/// The filled scores of a block of queries.
///
/// `@unchecked Sendable`: only read, while the block's owner waits.
struct GroupScores: @unchecked Sendable {
    fileprivate let values: UnsafeBufferPointer<Double>
    fileprivate let first: Int
    fileprivate let galleryCount: Int

    func row(_ query: Int) -> UnsafeBufferPointer<Double> {
        UnsafeBufferPointer(rebasing: values[((query - first) * galleryCount)..<((query - first + 1) * galleryCount)])
    }
}
