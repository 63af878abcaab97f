import ArrayFiles

/// What a checkpoint refers to by name.
enum PyTorchGlobal: Hashable, CustomStringConvertible {
    case orderedDictionary, defaultDictionary
    case rebuildTensor, rebuildTensorV2, rebuildParameter
    case storage(ElementType)
    /// A class or function of which nothing is made here.
    case foreign(String)

    init(module: String, name: String) {
        switch (module, name) {
        case ("collections", "OrderedDict"): self = .orderedDictionary
        case ("collections", "defaultdict"): self = .defaultDictionary
        case ("torch._utils", "_rebuild_tensor"): self = .rebuildTensor
        case ("torch._utils", "_rebuild_tensor_v2"): self = .rebuildTensorV2
        case ("torch._utils", "_rebuild_parameter"): self = .rebuildParameter
        case ("torch", _), ("torch.cuda", _): self = Self.storages[name].map { .storage($0) } ?? .foreign("\(module).\(name)")
        default: self = .foreign("\(module).\(name)")
        }
    }

    private static let storages: [String: ElementType] = [
        "FloatStorage": .float32, "DoubleStorage": .float64, "HalfStorage": .float16, "BFloat16Storage": .bfloat16,
        "LongStorage": .int64, "IntStorage": .int32, "ShortStorage": .int16, "CharStorage": .int8, "ByteStorage": .uint8,
        "BoolStorage": .bool,
    ]

    var description: String {
        switch self {
        case .orderedDictionary: "collections.OrderedDict"
        case .defaultDictionary: "collections.defaultdict"
        case .rebuildTensor: "torch._utils._rebuild_tensor"
        case .rebuildTensorV2: "torch._utils._rebuild_tensor_v2"
        case .rebuildParameter: "torch._utils._rebuild_parameter"
        case .storage(let type): "a storage of \(type)"
        case .foreign(let name): name
        }
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
