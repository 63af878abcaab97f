import Kernels
import Tensors

/// The correlation graph of a batch: who is among whose most similar items.
enum NeighbourGraph {
    /// - Parameters:
    ///   - unitRows: `[items, width]`, rows of unit length; their inner products are the similarities.
    ///   - k: neighbours an item has, at most all others.
    ///   - edges: whether j being near i also makes i a neighbour of j.
    /// - Returns: each item's neighbours, most similar first, ties to the lower index; never the item itself, which is left
    ///   out by index, as duplicates of it may be just as similar.
    static func lists(unitRows: Matrix, k: Int, edges: GraphEdges) -> NeighbourLists {
        let similarities = multiply(unitRows, .asIs, unitRows, .transposed)
        let lists = similarities.values.withUnsafeBufferPointer { values in
            (0..<unitRows.rows).map { item in
                nearest(to: item, UnsafeBufferPointer(rebasing: values[(item * unitRows.rows)..<((item + 1) * unitRows.rows)]), k: k)
            }
        }
        switch edges {
        case .directed: return NeighbourLists(lists)
        case .undirected: return NeighbourLists(symmetrized(lists, similarities))
        }
    }

    private static func nearest(to item: Int, _ similarities: UnsafeBufferPointer<Float>, k: Int) -> [Int] {
        let k = min(k, similarities.count - 1)
        var list: [Int] = []
        list.reserveCapacity(k + 1)
        var worst = -Float.infinity
        for other in similarities.indices where other != item {
            let similarity = similarities[other]
            if list.count == k {
                guard similarity > worst else { continue }
                list.removeLast()
            }
            var place = list.count
            while place > 0, similarities[list[place - 1]] < similarity { place -= 1 }
            list.insert(other, at: place)
            worst = similarities[list[list.count - 1]]
        }
        return list
    }

    /// Adds the reverse of every edge. No list is cut back to k: an edge added to i is never heavier than i's own k, so the
    /// k heaviest of them would be the directed graph again.
    private static func symmetrized(_ lists: [[Int]], _ similarities: Matrix) -> [[Int]] {
        var both = lists
        for (item, list) in lists.enumerated() {
            for other in list where !lists[other].contains(item) { both[other].append(item) }
        }
        return both.enumerated().map { item, list in
            list.sorted {
                let (a, b) = (similarities[item, $0], similarities[item, $1])
                return a > b || (a == b && $0 < $1)
            }
        }
    }
}

/// Whether the edges of a neighbour graph have a direction.
enum GraphEdges: Sendable {
    case directed
    case undirected
}
