public import Tensors

/// Named arrays and the text that stands beside them: what one tensor file holds.
///
/// Floating-point arrays are in `tensors`, integer and boolean ones in `integers`; a name is in one of the two.
public struct TensorDictionary: Hashable, Sendable {
    public var tensors: [String: Tensor]
    public var integers: [String: IntegerTensor]
    /// Free text by key; lists are stored as JSON.
    public var metadata: [String: String]

    public init(tensors: [String: Tensor] = [:], integers: [String: IntegerTensor] = [:], metadata: [String: String] = [:]) {
        self.tensors = tensors
        self.integers = integers
        self.metadata = metadata
    }

    /// The names of all arrays, sorted.
    public var names: [String] { (Array(tensors.keys) + Array(integers.keys)).sorted() }
}
