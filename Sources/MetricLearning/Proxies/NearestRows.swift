import Kernels
import Tensors

/// The candidates most similar to each query.
enum NearestRows {
    /// - Parameters:
    ///   - similarities: `[queries, candidates]`.
    ///   - k: neighbours of a query, at most the candidates it may have.
    ///   - own: by query, the candidate that is the same item: left out by index, as duplicates of it may be just as similar.
    ///   - labels: if given, only candidates of the query's class count.
    /// - Returns: by query, the most similar first, ties to the lower index.
    static func lists(
        _ similarities: Matrix, k: Int, own: [Int], labels: (queries: [Int], candidates: [Int])?
    ) -> [[Int]] {
        var lists = [[Int]](repeating: [], count: similarities.rows)
        let columns = similarities.columns
        similarities.values.withUnsafeBufferPointer { values in
            lists.withUnsafeMutableBufferPointer { lists in
                nonisolated(unsafe) let (values, lists) = (values, lists)   // a query writes its own list
                ConcurrentParts.run(lists.count, part: 32) { queries in
                    for query in queries {
                        let row = UnsafeBufferPointer(rebasing: values[(query * columns)..<((query + 1) * columns)])
                        lists[query] = nearest(row, k: k, own: own[query], only: labels.map { ($0.queries[query], $0.candidates) })
                    }
                }
            }
        }
        return lists
    }

    private static func nearest(
        _ similarities: UnsafeBufferPointer<Float>, k: Int, own: Int, only: (label: Int, of: [Int])?
    ) -> [Int] {
        var list: [Int] = []
        list.reserveCapacity(min(k, similarities.count) + 1)
        var worst = -Float.infinity
        for other in similarities.indices {
            let similarity = similarities[other]
            if list.count == k, !(similarity > worst) { continue }
            if other == own { continue }
            if let only, only.of[other] != only.label { continue }
            if list.count == k { list.removeLast() }
            var place = list.count
            while place > 0, similarities[list[place - 1]] < similarity { place -= 1 }
            list.insert(other, at: place)
            worst = similarities[list[list.count - 1]]
        }
        return list
    }
}
