import Kernels
import Tensors

/// The correlation graph of a batch: who is among whose most similar items.
struct NeighbourGraph {
    /// Neighbours an item has: at most all others, so a k beyond the batch is the batch less one.
    let k: Int
    /// Whether j being near i also makes i a neighbour of j.
    let edges: GraphEdges
    /// Whether neighbours have to be of the item's class; an item alone in its class has none.
    let sameClass: Bool

    init(k: Int, edges: GraphEdges = .directed, sameClass: Bool = false) {
        self.k = k
        self.edges = edges
        self.sameClass = sameClass
    }

    init(_ settings: ProxySettings) {
        self.init(k: settings.k, edges: settings.symmetric ? .undirected : .directed, sameClass: settings.sameClass)
    }

    /// - Parameters:
    ///   - unitRows: `[items, width]`, rows of unit length; their inner products are the similarities.
    ///   - labels: one an item.
    /// - Returns: each item's neighbours, most similar first, ties to the lower index; never the item itself.
    func lists(unitRows: Matrix, labels: [Int]) -> NeighbourLists {
        var similarities = Matrix(rows: unitRows.rows, columns: unitRows.rows)
        multiplyConcurrently(unitRows, .asIs, unitRows, .transposed, into: &similarities)
        let lists = NearestRows.lists(
            similarities, k: k, own: Array(0..<unitRows.rows), labels: sameClass ? (labels, labels) : nil)
        switch edges {
        case .directed: return NeighbourLists(lists)
        case .undirected: return NeighbourLists(Self.symmetrized(lists, similarities))
        }
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
