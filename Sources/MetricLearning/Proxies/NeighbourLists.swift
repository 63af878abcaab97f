import Tensors

/// The neighbours of every item of a batch, one after another: those of item i are `indices[starts[i]..<starts[i + 1]]`.
struct NeighbourLists: Hashable, Sendable {
    let starts: [Int]
    let indices: [Int]

    init(_ lists: [[Int]]) {
        var starts = [0]
        starts.reserveCapacity(lists.count + 1)
        for list in lists { starts.append(starts[starts.count - 1] + list.count) }
        self.starts = starts
        indices = lists.flatMap(\.self)
    }

    var count: Int { starts.count - 1 }

    func neighbours(of item: Int) -> ArraySlice<Int> { indices[starts[item]..<starts[item + 1]] }

    /// The same lists with each item at the head of its own.
    func includingSelf() -> NeighbourLists { NeighbourLists((0..<count).map { [$0] + neighbours(of: $0) }) }
}

/// The items of a batch and their neighbours.
struct Neighbourhood {
    /// The batch's embeddings, then those of neighbours from elsewhere, which are constants.
    let rows: Matrix
    /// One list an item of the batch, of places in ``rows``.
    let lists: NeighbourLists
}

extension Matrix {
    /// The first rows.
    func prefix(rows count: Int) -> Matrix {
        count == rows ? self : Matrix(rows: count, columns: columns, values: Array(values[..<(count * columns)]))
    }
}
