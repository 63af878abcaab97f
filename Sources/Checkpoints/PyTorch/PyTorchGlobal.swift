import ArrayFiles

/// The names a checkpoint may refer to: all of them stand for data. Whatever else a pickle asks for is refused by name.
enum PyTorchGlobal: Hashable {
    case orderedDictionary
    case rebuildTensor, rebuildTensorV2, rebuildParameter
    case storage(ElementType)

    init(module: String, name: String) throws(FormatProblem) {
        switch (module, name) {
        case ("collections", "OrderedDict"): self = .orderedDictionary
        case ("torch._utils", "_rebuild_tensor"): self = .rebuildTensor
        case ("torch._utils", "_rebuild_tensor_v2"): self = .rebuildTensorV2
        case ("torch._utils", "_rebuild_parameter"): self = .rebuildParameter
        case ("torch", let name), ("torch.cuda", let name):
            guard let type = Self.storages[name] else { throw Self.refusal(module, name) }
            self = .storage(type)
        default: throw Self.refusal(module, name)
        }
    }

    private static let storages: [String: ElementType] = [
        "FloatStorage": .float32, "DoubleStorage": .float64, "HalfStorage": .float16, "BFloat16Storage": .bfloat16,
        "LongStorage": .int64, "IntStorage": .int32, "ShortStorage": .int16, "CharStorage": .int8, "ByteStorage": .uint8,
        "BoolStorage": .bool,
    ]

    private static func refusal(_ module: String, _ name: String) -> FormatProblem {
        .unsupported(
            item: "\(module).\(name)", found: "asked for by the file's pickle and not data",
            supported: "dictionaries of plain tensors (torch.save(model.state_dict(), ...)); nothing in a file is run")
    }
}

/// A run of elements of one type in the file.
struct PyTorchStorage: Hashable {
    let key: String
    let type: ElementType
    /// Elements of the whole storage.
    let count: Int
    /// Elements before the part that is meant: files older than PyTorch 0.4 have storages that are views of others.
    var start = 0
}

/// A view of a storage: the element at index i is the storage's at `offset` + sum of i times `strides`.
struct PyTorchTensor: Hashable {
    let storage: PyTorchStorage
    let offset: Int
    let shape: [Int]
    let strides: [Int]
}
