/// Where in one block of memory buffers lie that live at different times.
///
/// Greedy by size: the largest buffer first, each at the lowest place where it overlaps nothing that lives when it does
/// (Pisarchyk and Lee, Efficient Memory Management for Deep Neural Net Inference, arXiv:2001.03288).
struct ArenaPlan {
    struct Request {
        let byteCount: Int
        /// The first and last step that touch the buffer.
        let lifetime: ClosedRange<Int>
    }

    /// Byte offset of each request, a multiple of 64.
    let offsets: [Int]
    let byteCount: Int

    init(_ requests: [Request]) {
        var offsets = [Int](repeating: 0, count: requests.count)
        var placed: [Int] = []
        for index in requests.indices.sorted(by: { (requests[$1].byteCount, $0) < (requests[$0].byteCount, $1) }) {
            let neighbours = placed.filter { requests[$0].lifetime.overlaps(requests[index].lifetime) }
                .sorted { offsets[$0] < offsets[$1] }
            var offset = 0
            for neighbour in neighbours {
                if offset + requests[index].byteCount <= offsets[neighbour] { break }
                offset = max(offset, ArenaPlan.aligned(offsets[neighbour] + requests[neighbour].byteCount))
            }
            offsets[index] = offset
            placed.append(index)
        }
        self.offsets = offsets
        byteCount = ArenaPlan.aligned(requests.indices.map { offsets[$0] + requests[$0].byteCount }.max() ?? 0)
    }

    static func aligned(_ bytes: Int) -> Int { (bytes + 63) / 64 * 64 }
}
