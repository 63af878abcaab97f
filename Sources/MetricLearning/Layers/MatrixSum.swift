import Tensors

extension Matrix {
    /// Adds another matrix of the same shape, element by element.
    mutating func add(_ other: Matrix) {
        precondition(rows == other.rows && columns == other.columns)
        other.values.withUnsafeBufferPointer { other in
            values.withUnsafeMutableBufferPointer { values in
                for index in values.indices { values[index] += other[index] }
            }
        }
    }
}
