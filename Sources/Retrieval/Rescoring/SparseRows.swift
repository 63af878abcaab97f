/// A matrix of few entries a row.
struct SparseRows: Sendable {
    private let starts: [Int]
    private let columns: [Int32]
    private let values: [Double]

    /// - Parameter rows: entries of each row by ascending column.
    init(_ rows: [[(column: Int, value: Double)]]) {
        var starts = [0]
        for row in rows { starts.append(starts[starts.count - 1] + row.count) }
        self.starts = starts
        columns = rows.flatMap { $0.map { Int32($0.column) } }
        values = rows.flatMap { $0.map(\.value) }
    }

    var count: Int { starts.count - 1 }

    func entries(_ row: Int) -> [(column: Int, value: Double)] {
        (starts[row]..<starts[row + 1]).map { (Int(columns[$0]), values[$0]) }
    }

    /// The inner product of a row with a dense vector.
    func product(_ row: Int, _ vector: [Double]) -> Double {
        var sum = 0.0
        for index in starts[row]..<starts[row + 1] { sum += values[index] * vector[Int(columns[index])] }
        return sum
    }

    /// Rows and columns exchanged; entries by ascending column.
    func transposed(columns count: Int) -> SparseRows {
        var rows = [[(column: Int, value: Double)]](repeating: [], count: count)
        for row in 0..<self.count {
            for index in starts[row]..<starts[row + 1] { rows[Int(columns[index])].append((row, values[index])) }
        }
        return SparseRows(rows)
    }
}
