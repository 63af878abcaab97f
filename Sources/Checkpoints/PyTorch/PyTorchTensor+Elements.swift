import ArrayFiles

extension PyTorchTensor {
    /// Elements of the view.
    ///
    /// - Throws: if it reaches outside its storage, or repeats elements: an expanded view takes memory that the file never had.
    func checkedCount(_ name: String) throws(FormatProblem) -> Int {
        let described = "'\(name)' of shape \(shape), strides \(strides) and offset \(offset)"
        guard let count = elementCount(shape: shape) else { throw .malformed("the size of \(described) overflows") }
        guard count > 0 else { return 0 }
        var (last, outside) = storage.start.addingReportingOverflow(offset)
        outside = outside || offset < 0
        for (length, stride) in zip(shape, strides) {
            let (reach, overflow) = (length - 1).multipliedReportingOverflow(by: stride)
            let (sum, carry) = last.addingReportingOverflow(reach)
            outside = outside || stride < 0 || overflow || carry
            last = sum
        }
        guard !outside, last < storage.count else { throw .malformed("\(described) reaches outside its storage of \(storage.count) elements") }
        guard count <= storage.count else {
            throw .unsupported(
                item: name, found: "a view that repeats the \(storage.count) elements of its storage",
                supported: "views of distinct elements (call .contiguous() or .clone() before torch.save)")
        }
        return count
    }

    /// The view's elements in C order; `content` is the whole storage.
    func elements(_ name: String, of content: UnsafeRawBufferPointer) throws(FormatProblem) -> StoredArray {
        let count = try checkedCount(name)
        let size = storage.type.size
        let start = count == 0 ? 0 : (storage.start + offset) * size
        if count == 0 || isContiguous {
            return try StoredArray(
                UnsafeRawBufferPointer(rebasing: content[start..<(start + count * size)]), as: storage.type, shape: shape, name: name)
        }
        let bytes = [UInt8](unsafeUninitializedCapacity: count * size) { buffer, initialized in
            gather(from: content.baseAddress! + start, size: size, into: UnsafeMutableRawBufferPointer(buffer))
            initialized = count * size
        }
        let result = bytes.withUnsafeBytes { bytes in
            Result { () throws(FormatProblem) in try StoredArray(bytes, as: storage.type, shape: shape, name: name) }
        }
        return try result.get()
    }

    /// Whether the view lies in the file as it does in C order.
    private var isContiguous: Bool {
        var expected = 1
        for (length, stride) in zip(shape, strides).reversed() where length != 1 {
            guard stride == expected else { return false }
            expected *= length
        }
        return true
    }

    private func gather(from source: UnsafeRawPointer, size: Int, into target: UnsafeMutableRawBufferPointer) {
        // Axes of length 1 are not walked: their strides were never checked, for they lead nowhere.
        let axes = zip(shape, strides).filter { length, _ in length > 1 }
        let (shape, strides) = (axes.map(\.0), axes.map(\.1))
        var index = [Int](repeating: 0, count: shape.count)
        var place = 0
        for element in stride(from: 0, to: target.count, by: size) {
            (target.baseAddress! + element).copyMemory(from: source + place * size, byteCount: size)
            var axis = shape.count - 1
            while axis >= 0 {
                index[axis] += 1
                place += strides[axis]
                guard index[axis] == shape[axis] else { break }
                place -= strides[axis] * shape[axis]
                index[axis] = 0
                axis -= 1
            }
        }
    }
}
