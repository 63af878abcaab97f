/// How one element of a stored array is encoded.
public enum ElementType: String, Hashable, Sendable, CaseIterable {
    case float16, bfloat16, float32, float64
    case int8, int16, int32, int64
    case uint8, uint16, uint32, uint64
    case bool

    /// Bytes.
    public var size: Int {
        switch self {
        case .int8, .uint8, .bool: 1
        case .float16, .bfloat16, .int16, .uint16: 2
        case .float32, .int32, .uint32: 4
        case .float64, .int64, .uint64: 8
        }
    }

    public var isFloatingPoint: Bool {
        switch self {
        case .float16, .bfloat16, .float32, .float64: true
        default: false
        }
    }
}

extension ElementType {
    /// The bytes an array of this shape takes; nil if a length is negative or the product does not fit an `Int`.
    package func byteCount(shape: [Int]) -> Int? {
        guard let count = elementCount(shape: shape) else { return nil }
        let (bytes, overflow) = count.multipliedReportingOverflow(by: size)
        return overflow ? nil : bytes
    }
}

/// The elements of an array of this shape; nil if a length is negative, or the product of those that are not zero does not
/// fit an `Int`: an empty array is held to the same bound, as NumPy holds it, so that no part of its product overflows.
package func elementCount(shape: [Int]) -> Int? {
    guard shape.allSatisfy({ $0 >= 0 }) else { return nil }
    var count = 1
    for length in shape where length > 0 {
        let (product, overflow) = count.multipliedReportingOverflow(by: length)
        guard !overflow else { return nil }
        count = product
    }
    return shape.contains(0) ? 0 : count
}
