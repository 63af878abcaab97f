import Tensors

func check(_ labels: [Int], rows: Int, classCount: Int, side: String) throws(RetrievalError) {
    guard labels.count == rows else { throw .labelCount(side: side, rows: rows, labels: labels.count) }
    if let row = labels.firstIndex(where: { !(0..<classCount).contains($0) }) {
        throw .labelOutOfRange(side: side, row: row, label: labels[row], classCount: classCount)
    }
}

/// Refuses a side that is empty or holds a value that is not finite.
func check(_ side: Matrix, side name: String) throws(RetrievalError) {
    guard side.rows > 0 else { throw .empty(side: name) }
    if let index = side.values.firstIndex(where: { !$0.isFinite }) {
        throw .notFinite(side: name, row: index / side.columns, column: index % side.columns)
    }
}
