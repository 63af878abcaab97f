import ArrayFiles

/// What the pickle reader builds: plain values, tensors, and places of containers.
enum PickleValue {
    case none
    case boolean(Bool)
    case integer(Int)
    case text(String)
    /// A number or a stretch of bytes that no tensor depends on.
    case opaque
    /// Places in a ``PickleHeap``.
    case tuple(Int), list(Int), dictionary(Int), object(Int)
    case global(PyTorchGlobal)
    case storage(PyTorchStorage)
    case tensor(PyTorchTensor)
}

/// What a file asks to be made of a class or by a function that is no data: its arguments, items and state, and nothing made of them.
struct ForeignObject {
    /// The class or function, as in `argparse.Namespace`.
    let maker: String
    var parts: [PickleValue]

    /// Of a tensor that depends on it.
    var refusal: FormatProblem {
        .unsupported(
            item: maker, found: "asked for by the file's pickle, and tensors depend on it",
            supported: "dictionaries of plain tensors (torch.save(model.state_dict(), ...)); nothing in a file is run")
    }
}

/// The containers of a pickle. Values name them by place and never hold them, so depth costs no stack and cycles leak nothing.
struct PickleHeap {
    var tuples: [[PickleValue]] = []
    var lists: [[PickleValue]] = []
    var dictionaries: [[(key: PickleValue, value: PickleValue)]] = []
    var objects: [ForeignObject] = []

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

    mutating func object(_ maker: String, _ parts: [PickleValue]) -> PickleValue {
        objects.append(ForeignObject(maker: maker, parts: parts))
        return .object(objects.count - 1)
    }
}

/// Which values of a finished pickle hold tensors or storages, at any depth: found for all containers at once, by going from what
/// is held to what holds it.
struct TensorHolders {
    private let tuples: Set<Int>, lists: Set<Int>, dictionaries: Set<Int>, objects: Set<Int>

    init(in heap: PickleHeap) {
        let contents = heap.tuples + heap.lists + heap.dictionaries.map { $0.flatMap { [$0.key, $0.value] } } + heap.objects.map(\.parts)
        let starts = [0, heap.tuples.count, heap.lists.count, heap.dictionaries.count, heap.objects.count].reduce(into: []) { sums, count in
            sums.append((sums.last ?? 0) + count)
        }
        var holders = [[Int]](repeating: [], count: contents.count)
        var found: Set<Int> = [], open: [Int] = []
        for (holder, items) in contents.enumerated() {
            for item in items {
                switch item {
                case .tensor, .storage: if found.insert(holder).inserted { open.append(holder) }
                case .tuple(let place): holders[starts[0] + place].append(holder)
                case .list(let place): holders[starts[1] + place].append(holder)
                case .dictionary(let place): holders[starts[2] + place].append(holder)
                case .object(let place): holders[starts[3] + place].append(holder)
                case .none, .boolean, .integer, .text, .opaque, .global: break
                }
            }
        }
        while let held = open.popLast() {
            for holder in holders[held] where found.insert(holder).inserted { open.append(holder) }
        }
        func places(_ kind: Int) -> Set<Int> { Set(found.lazy.filter { (starts[kind]..<starts[kind + 1]).contains($0) }.map { $0 - starts[kind] }) }
        (tuples, lists, dictionaries, objects) = (places(0), places(1), places(2), places(3))
    }

    func contains(_ value: PickleValue) -> Bool {
        switch value {
        case .tensor, .storage: true
        case .tuple(let place): tuples.contains(place)
        case .list(let place): lists.contains(place)
        case .dictionary(let place): dictionaries.contains(place)
        case .object(let place): objects.contains(place)
        case .none, .boolean, .integer, .text, .opaque, .global: false
        }
    }
}
