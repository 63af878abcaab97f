/// A dense array of 32-bit floats of any rank, in C order (the last axis varies fastest).
public struct Tensor: Hashable, Sendable {
    public let shape: [Int]
    public var values: [Float]

    public init(shape: [Int], values: [Float]) {
        precondition(values.count == shape.reduce(1, *), "\(values.count) values for shape \(shape)")
        self.shape = shape
        self.values = values
    }

    public init(_ matrix: Matrix) {
        self.init(shape: [matrix.rows, matrix.columns], values: matrix.values)
    }
}

extension Matrix {
    /// The tensor as a matrix: rank 2 as it is, rank 1 as one row, rank 0 as 1 x 1; nil for higher ranks.
    public init?(_ tensor: Tensor) {
        switch tensor.shape.count {
        case 0: self.init(rows: 1, columns: 1, values: tensor.values)
        case 1: self.init(rows: 1, columns: tensor.shape[0], values: tensor.values)
        case 2: self.init(rows: tensor.shape[0], columns: tensor.shape[1], values: tensor.values)
        default: return nil
        }
    }
}
