import ArrayFiles

extension PyTorchStorage {
    /// Of `('storage', type, key, location, count)`, which older files follow by None or (view's key, offset, count).
    init(persistent value: PickleValue, in heap: PickleHeap) throws(FormatProblem) {
        if case .tuple(let place) = value, heap.tuples[place].count > 1, case .global(.foreign(let type)) = heap.tuples[place][1] {
            throw .unsupported(item: "a storage", found: "of \(type)", supported: "real numbers, integers and booleans (torch.FloatStorage, ...)")
        }
        guard case .tuple(let place) = value, case let fields = heap.tuples[place], fields.count == 5 || fields.count == 6,
              case .text("storage") = fields[0], case .global(.storage(let type)) = fields[1],
              case .text(let key) = fields[2], case .integer(let count) = fields[4], count >= 0
        else { throw .malformed("a persistent id is not that of a storage") }
        (self.key, self.type, self.count) = (key, type, count)
        guard fields.count == 6, case .tuple(let view) = fields[5] else { return }
        guard heap.tuples[view].count == 3, case .integer(let start) = heap.tuples[view][1], (0...count).contains(start) else {
            throw .malformed("the view of storage '\(key)' lies outside it")
        }
        self.start = start
    }
}

extension PyTorchTensor {
    /// Of the first arguments of `_rebuild_tensor` and `_rebuild_tensor_v2`: storage, offset, shape, strides.
    init(_ arguments: [PickleValue], in heap: PickleHeap) throws(FormatProblem) {
        guard arguments.count >= 4, case .storage(let storage) = arguments[0], case .integer(let offset) = arguments[1],
              let shape = heap.integers(arguments[2]), let strides = heap.integers(arguments[3]),
              shape.count == strides.count, shape.count <= 64
        else { throw .malformed("a tensor is made of something else than a storage, an offset, a shape and strides") }
        self.init(storage: storage, offset: offset, shape: shape, strides: strides)
    }
}

extension PickleHeap {
    fileprivate func integers(_ value: PickleValue) -> [Int]? {
        guard case .tuple(let place) = value else { return nil }
        var integers: [Int] = []
        for case .integer(let integer) in tuples[place] { integers.append(integer) }
        return integers.count == tuples[place].count ? integers : nil
    }
}
