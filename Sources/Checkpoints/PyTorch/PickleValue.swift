/// What the pickle reader builds: plain values, tensors, and places of containers.
enum PickleValue {
    case none
    case boolean(Bool)
    case integer(Int)
    case text(String)
    /// A number or a stretch of bytes that no tensor depends on.
    case opaque
    /// Places in a ``PickleHeap``.
    case tuple(Int), list(Int), dictionary(Int)
    case global(PyTorchGlobal)
    case storage(PyTorchStorage)
    case tensor(PyTorchTensor)
}

/// The containers of a pickle. Values name them by place and never hold them, so depth costs no stack and cycles leak nothing.
struct PickleHeap {
    var tuples: [[PickleValue]] = []
    var lists: [[PickleValue]] = []
    var dictionaries: [[(key: PickleValue, value: PickleValue)]] = []

    mutating func tuple(_ items: [PickleValue]) -> PickleValue {
        tuples.append(items)
        return .tuple(tuples.count - 1)
    }

    mutating func list() -> PickleValue {
        lists.append([])
        return .list(lists.count - 1)
    }

    mutating func dictionary() -> PickleValue {
        dictionaries.append([])
        return .dictionary(dictionaries.count - 1)
    }
}
