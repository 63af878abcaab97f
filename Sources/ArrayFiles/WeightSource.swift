import Tensors

/// A network's weights by name, be they in memory or still in their file.
public protocol WeightSource {
    /// The names of all arrays, sorted.
    var names: [String] { get }
    /// Free text by key.
    var metadata: [String: String] { get }

    /// nil where there are no floats of this name.
    func floatShape(of name: String) -> [Int]?

    /// Lends the values of a tensor, in C order; nil where there are no floats of this name.
    func withValues<Result>(of name: String, _ body: (UnsafeBufferPointer<Float>) -> Result) -> Result?
}

extension TensorDictionary: WeightSource {
    public func floatShape(of name: String) -> [Int]? { tensors[name]?.shape }

    public func withValues<Result>(of name: String, _ body: (UnsafeBufferPointer<Float>) -> Result) -> Result? {
        tensors[name]?.values.withUnsafeBufferPointer(body)
    }
}
