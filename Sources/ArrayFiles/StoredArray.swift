public import Tensors

/// An array as a file stores it: floats, integers (booleans among them) or texts.
public enum StoredArray: Hashable, Sendable {
    case floats(Tensor)
    case integers(IntegerTensor)
    case texts(shape: [Int], values: [String])

    public var shape: [Int] {
        switch self {
        case .floats(let tensor): tensor.shape
        case .integers(let tensor): tensor.shape
        case .texts(let shape, _): shape
        }
    }

    /// Numbers as floats; nil for texts.
    public var asFloats: Tensor? {
        switch self {
        case .floats(let tensor): tensor
        case .integers(let tensor): tensor.asFloats
        case .texts: nil
        }
    }
}
