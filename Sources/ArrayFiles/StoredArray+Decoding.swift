import Tensors

extension StoredArray {
    /// Decodes little-endian elements in C order; the caller has checked their count.
    package init(_ bytes: UnsafeRawBufferPointer, as type: ElementType, shape: [Int], name: String) throws(FormatProblem) {
        guard type.isFloatingPoint else {
            guard let values = type.integers(bytes) else {
                throw .unsupported(item: name, found: "an unsigned integer above 2^63 - 1", supported: "integers of 64 bits with a sign")
            }
            self = .integers(IntegerTensor(shape: shape, values: values))
            return
        }
        self = .floats(Tensor(shape: shape, values: type == .float32 ? Self.copied(bytes) : type.floats(bytes)))
    }

    /// As they stand in memory: every machine we run on is little-endian.
    private static func copied(_ bytes: UnsafeRawBufferPointer) -> [Float] {
        [Float](unsafeUninitializedCapacity: bytes.count / 4) { buffer, count in
            UnsafeMutableRawBufferPointer(buffer).copyMemory(from: bytes)
            count = bytes.count / 4
        }
    }
}

extension TensorDictionary {
    /// Adds an array of numbers under a name that is not taken.
    package mutating func insert(_ array: StoredArray, _ name: String) throws(FormatProblem) {
        guard tensors[name] == nil, integers[name] == nil else { throw .malformed("'\(name)' stands twice in it") }
        switch array {
        case .floats(let tensor): tensors[name] = tensor
        case .integers(let tensor): integers[name] = tensor
        case .texts: throw .unsupported(item: name, found: "a list of texts", supported: "numbers")
        }
    }
}
