public import Tensors

/// A dense array of 64-bit integers of any rank, in C order (the last axis varies fastest): labels, splits, counters.
public struct IntegerTensor: Hashable, Sendable {
    public let shape: [Int]
    public var values: [Int64]

    public init(shape: [Int], values: [Int64]) {
        precondition(values.count == shape.reduce(1, *), "\(values.count) values for shape \(shape)")
        self.shape = shape
        self.values = values
    }

    /// The same numbers as floats; above 2^24 they round to the nearest.
    public var asFloats: Tensor { Tensor(shape: shape, values: values.map(Float.init)) }
}
