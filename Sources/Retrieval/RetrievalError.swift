import Tensors

/// Why a retrieval evaluation cannot be done.
public enum RetrievalError: Error, Equatable, Sendable, CustomStringConvertible {
    /// Queries and gallery have vectors of different widths.
    case widthMismatch(queries: Int, gallery: Int)
    /// A side has another number of labels than rows.
    case labelCount(side: String, rows: Int, labels: Int)
    /// A label outside `0..<classCount`.
    case labelOutOfRange(side: String, row: Int, label: Int, classCount: Int)
    /// A side without rows.
    case empty(side: String)
    /// A value that is NaN or infinite.
    case notFinite(side: String, row: Int, column: Int)
    /// Rows cannot be paired, as the sides have different numbers of them.
    case unpaired(queries: Int, gallery: Int)
    /// A rank K below 1.
    case badRank(Int)
    /// Two methods were not asked the same queries.
    case unpairedQueries(onlyInA: String?, onlyInB: String?)

    public var description: String {
        switch self {
        case .widthMismatch(let queries, let gallery):
            "queries have \(queries) columns and the gallery has \(gallery); both must come from the same embedding"
        case .labelCount(let side, let rows, let labels):
            "\(side): \(labels) labels for \(rows) rows; give one label a row"
        case .labelOutOfRange(let side, let row, let label, let classCount):
            "\(side): row \(row) has label \(label), expected 0 to \(classCount - 1)"
        case .empty(let side):
            "\(side): no rows; a retrieval needs at least one query and one gallery item"
        case .notFinite(let side, let row, let column):
            "\(side): row \(row), column \(column) is not a finite number; the model that made it may have diverged"
        case .unpaired(let queries, let gallery):
            "\(queries) queries and \(gallery) gallery rows cannot be paired by row; ask for no pairing"
        case .badRank(let rank):
            "rank or neighbour count \(rank) is not possible; give at least 1"
        case .unpairedQueries(let onlyInA, let onlyInB):
            "the two methods were not asked the same queries"
                + ((onlyInA ?? onlyInB).map { ": '\($0)' is in one of them only" } ?? "") + "; evaluate both on one split"
        }
    }
}

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
