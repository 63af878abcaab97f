/// A dense matrix of 32-bit floats, row-major: element (r, c) is `values[r * columns + c]`.
public struct Matrix: Hashable, Sendable {
    public let rows: Int
    public let columns: Int
    public var values: [Float]

    public init(rows: Int, columns: Int, repeating value: Float = 0) {
        self.init(rows: rows, columns: columns, values: [Float](repeating: value, count: rows * columns))
    }

    public init(rows: Int, columns: Int, values: [Float]) {
        precondition(rows >= 0 && columns >= 0 && values.count == rows * columns, "\(values.count) values for a \(rows) x \(columns) matrix")
        self.rows = rows
        self.columns = columns
        self.values = values
    }

    /// One row per array; all must have the same length.
    public init(_ rows: [[Float]]) {
        self.init(rows: rows.count, columns: rows.first?.count ?? 0, values: rows.flatMap(\.self))
    }

    public subscript(row: Int, column: Int) -> Float {
        get { values[row * columns + column] }
        set { values[row * columns + column] = newValue }
    }

    public func row(_ index: Int) -> ArraySlice<Float> { values[(index * columns)..<((index + 1) * columns)] }

    /// The rows at `indices`, in that order.
    public func gathering(rows indices: [Int]) -> Matrix {
        var gathered: [Float] = []
        gathered.reserveCapacity(indices.count * columns)
        for index in indices { gathered.append(contentsOf: row(index)) }
        return Matrix(rows: indices.count, columns: columns, values: gathered)
    }

    public func transposed() -> Matrix {
        var result = Matrix(rows: columns, columns: rows)
        for r in 0..<rows {
            for c in 0..<columns { result.values[c * rows + r] = values[r * columns + c] }
        }
        return result
    }

    /// Whether no element is NaN or infinite.
    public var isFinite: Bool { values.allSatisfy(\.isFinite) }
}
