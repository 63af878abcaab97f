import ArrayFiles

extension PyTorchFile {
    private static let maxDepth = 8
    private static let maxEntries = 100_000
    private static let maxNameBytes = 1024

    /// Decodes the tensors of a dictionary; `content` gives the bytes of a storage.
    static func tensors(
        of root: PickleValue, in heap: PickleHeap, fileSize: Int,
        content: (PyTorchStorage) throws(FormatProblem) -> UnsafeRawBufferPointer
    ) throws(FormatProblem) -> TensorDictionary {
        var found: [(name: String, tensor: PyTorchTensor)] = []
        var visited = 0
        let holders = TensorHolders(in: heap)
        if case .object(let place) = root, holders.contains(root) { throw heap.objects[place].refusal }
        guard case .dictionary = root else {
            throw .unsupported(item: "the saved object", found: "no dictionary", supported: "dictionaries of tensors, as state_dict() gives them")
        }
        try collect(root, name: "", heap, holders, depth: 0, &visited, &found)
        var budget = AllocationBudget(fileSize: fileSize)
        var contents: [String: UnsafeRawBufferPointer] = [:]
        var dictionary = TensorDictionary()
        for (name, tensor) in found {
            try budget.spend(on: name, tensor.storage.type, elements: try tensor.checkedCount(name))
            let bytes: UnsafeRawBufferPointer
            if let known = contents[tensor.storage.key] { bytes = known } else {
                bytes = try content(tensor.storage)
                contents[tensor.storage.key] = bytes
            }
            let expected = tensor.storage.type.byteCount(shape: [tensor.storage.count])
            guard bytes.count == expected else {
                throw .malformed("the storage of '\(name)' has \(bytes.count) bytes, not \(tensor.storage.count) elements of \(tensor.storage.type)")
            }
            try dictionary.insert(try tensor.elements(name, of: bytes), name)
        }
        return dictionary
    }

    private static func collect(
        _ value: PickleValue, name: String, _ heap: PickleHeap, _ holders: TensorHolders, depth: Int, _ visited: inout Int,
        _ found: inout [(name: String, tensor: PyTorchTensor)]
    ) throws(FormatProblem) {
        visited += 1
        guard visited <= maxEntries, name.utf8.count <= maxNameBytes else {
            throw .malformed("it nests more than \(maxEntries) entries, or has names of more than \(maxNameBytes) bytes")
        }
        switch value {
        case .tensor(let tensor): found.append((name, tensor))
        case .dictionary(let place):
            guard depth < maxDepth else { throw .malformed("its dictionaries are nested more than \(maxDepth) deep") }
            for (key, value) in heap.dictionaries[place] {
                let part: String
                switch key {
                case .text(let text): part = text
                case .integer(let number): part = String(number)
                default:
                    guard holders.contains(value) else { continue }
                    throw .malformed("a dictionary has keys that are neither texts nor integers")
                }
                try collect(value, name: name.isEmpty ? part : "\(name).\(part)", heap, holders, depth: depth + 1, &visited, &found)
            }
        case .object(let place): if holders.contains(value) { throw heap.objects[place].refusal }
        default: break   // epochs, losses and the like
        }
    }
}
