import ArrayFiles

/// A pickle machine that builds data and nothing else. What a file asks to be made of any other class or by any other function
/// becomes an object that only remembers what it was to be made of; nothing is called. An unknown instruction ends it.
///
/// Source: Python's Lib/pickletools.py, which documents every instruction; protocols 2 to 5.
struct PickleReader {
    private static let limit = 1 << 20   // values on the stack, in the memo and in containers; a state dict has thousands

    private(set) var heap = PickleHeap()
    /// Of every storage that was named, by its key.
    private(set) var storageTypes: [String: ElementType] = [:]
    private var stack: [PickleValue] = []
    private var marks: [Int] = []
    private var memo: [Int: PickleValue] = [:]
    private var built = 0
    private var bytes: ByteReader

    /// What stands behind the pickles that were read.
    var position: Int { bytes.position }

    init(_ bytes: UnsafeRawBufferPointer, at position: Int = 0) throws(FormatProblem) { self.bytes = try ByteReader(bytes, at: position) }

    /// The value of the next pickle.
    mutating func next() throws(FormatProblem) -> PickleValue {
        (stack, marks, memo) = ([], [], [:])
        while true {
            let instruction = try bytes.integer(UInt8.self)
            if instruction == UInt8(ascii: ".") { return try pop() }
            try execute(instruction)
            guard stack.count + memo.count + built <= Self.limit else { throw .malformed("the pickle builds more than a million values") }
        }
    }

    private mutating func pop() throws(FormatProblem) -> PickleValue {
        guard stack.count > (marks.last ?? 0), let value = stack.popLast() else { throw .malformed("the pickle takes from an empty stack") }
        return value
    }

    private func top() throws(FormatProblem) -> PickleValue {
        guard stack.count > (marks.last ?? 0), let value = stack.last else { throw .malformed("the pickle looks at an empty stack") }
        return value
    }

    private mutating func execute(_ instruction: UInt8) throws(FormatProblem) {
        switch instruction {
        case 0x80: _ = try bytes.take(1)   // PROTO
        case 0x95: _ = try bytes.take(8)   // FRAME
        case UInt8(ascii: "("): marks.append(stack.count)
        case UInt8(ascii: "0"): _ = try pop()
        case UInt8(ascii: "1"): _ = try popToMark()
        case UInt8(ascii: "2"): stack.append(try top())

        case UInt8(ascii: "N"): stack.append(.none)
        case 0x88: stack.append(.boolean(true))
        case 0x89: stack.append(.boolean(false))
        case UInt8(ascii: "J"): stack.append(.integer(Int(try bytes.integer(Int32.self))))
        case UInt8(ascii: "K"): stack.append(.integer(Int(try bytes.integer(UInt8.self))))
        case UInt8(ascii: "M"): stack.append(.integer(Int(try bytes.integer(UInt16.self))))
        case 0x8a: stack.append(try long(bytes.length(UInt8.self)))
        case UInt8(ascii: "G"):
            _ = try bytes.take(8)
            stack.append(.opaque)
        case UInt8(ascii: "X"), UInt8(ascii: "T"): stack.append(.text(try string(bytes.length(UInt32.self))))
        case 0x8c, UInt8(ascii: "U"): stack.append(.text(try string(bytes.length(UInt8.self))))
        case 0x8d: stack.append(.text(try string(bytes.length(UInt64.self))))
        case UInt8(ascii: "B"): try skip(bytes.length(UInt32.self))
        case UInt8(ascii: "C"): try skip(bytes.length(UInt8.self))
        case 0x8e: try skip(bytes.length(UInt64.self))

        case UInt8(ascii: ")"): try build(heap.tuple([]))
        case UInt8(ascii: "t"): try build(heap.tuple(try popToMark()))
        case 0x85: try build(heap.tuple([try pop()]))
        case 0x86: try build(heap.tuple(try popLast(2)))
        case 0x87: try build(heap.tuple(try popLast(3)))
        case UInt8(ascii: "]"): try build(heap.list())
        case UInt8(ascii: "}"): try build(heap.dictionary())
        case UInt8(ascii: "a"): try extend([try pop()])
        case UInt8(ascii: "e"): try extend(try popToMark())
        case 0x8f: try build(heap.object("set", []))   // EMPTY_SET
        case 0x90: try extend(try popToMark())         // ADDITEMS
        case 0x91: try build(heap.object("frozenset", try popToMark()))
        case UInt8(ascii: "s"): try update(try popLast(2))
        case UInt8(ascii: "u"): try update(try popToMark())

        case UInt8(ascii: "q"): memo[try bytes.length(UInt8.self)] = try top()
        case UInt8(ascii: "r"): memo[try bytes.length(UInt32.self)] = try top()
        case 0x94: memo[memo.count] = try top()
        case UInt8(ascii: "h"): stack.append(try recall(bytes.length(UInt8.self)))
        case UInt8(ascii: "j"): stack.append(try recall(bytes.length(UInt32.self)))

        case UInt8(ascii: "c"): stack.append(.global(PyTorchGlobal(module: try line(), name: try line())))
        case 0x93: try stackGlobal()
        case UInt8(ascii: "R"), 0x81: try call()       // REDUCE, NEWOBJ
        case 0x92: try callWithNames()                 // NEWOBJ_EX
        case UInt8(ascii: "b"): try setState()
        case UInt8(ascii: "Q"): try nameStorage()
        default: throw .malformed("the pickle's instruction 0x\(String(instruction, radix: 16)) before offset \(position) is not one a checkpoint needs")
        }
    }
}

extension PickleReader {
    private mutating func build(_ container: PickleValue) throws(FormatProblem) {
        built += 1
        stack.append(container)
    }

    private mutating func popToMark() throws(FormatProblem) -> [PickleValue] {
        guard let mark = marks.popLast() else { throw .malformed("the pickle looks for a mark that is not there") }
        defer { stack.removeSubrange(mark...) }
        return Array(stack[mark...])
    }

    private mutating func popLast(_ count: Int) throws(FormatProblem) -> [PickleValue] {
        var items: [PickleValue] = []
        for _ in 0..<count { items.append(try pop()) }
        return items.reversed()
    }

    private mutating func extend(_ items: [PickleValue]) throws(FormatProblem) {
        built += items.count
        switch try top() {
        case .list(let place): heap.lists[place] += items
        case .object(let place): heap.objects[place].parts += items
        default: throw .malformed("the pickle appends to what is no list")
        }
    }

    private mutating func update(_ items: [PickleValue]) throws(FormatProblem) {
        built += items.count
        switch try top() {
        case .dictionary(let place) where items.count % 2 == 0:
            for index in stride(from: 0, to: items.count, by: 2) { heap.dictionaries[place].append((items[index], items[index + 1])) }
        case .object(let place): heap.objects[place].parts += items
        default: throw .malformed("the pickle sets items of what is no dictionary")
        }
    }

    private func recall(_ place: Int) throws(FormatProblem) -> PickleValue {
        guard let value = memo[place] else { throw .malformed("the pickle remembers nothing under \(place)") }
        return value
    }

    private mutating func string(_ length: Int) throws(FormatProblem) -> String { try text(try bytes.take(length)) }

    private mutating func skip(_ length: Int) throws(FormatProblem) {
        _ = try bytes.take(length)
        stack.append(.opaque)
    }

    /// A two's complement integer of any length; one of more than eight bytes is no tensor's size.
    private mutating func long(_ length: Int) throws(FormatProblem) -> PickleValue {
        let digits = try bytes.take(length)
        guard length <= 8 else { return .opaque }
        var value: UInt64 = (digits.last ?? 0) >= 0x80 ? .max : 0
        for digit in digits.reversed() { value = value << 8 | UInt64(digit) }
        return .integer(Int(Int64(bitPattern: value)))
    }

    private mutating func line() throws(FormatProblem) -> String {
        var characters: [UInt8] = []
        while characters.count <= 256 {
            let character = try bytes.integer(UInt8.self)
            if character == UInt8(ascii: "\n") { return String(decoding: characters, as: UTF8.self) }
            characters.append(character)
        }
        throw .malformed("the pickle names something by more than 256 bytes")
    }

    private mutating func stackGlobal() throws(FormatProblem) {
        guard case .text(let name) = try pop(), case .text(let module) = try pop() else {
            throw .malformed("the pickle names a global by what is no text")
        }
        stack.append(.global(PyTorchGlobal(module: module, name: name)))
    }

    private mutating func call() throws(FormatProblem) {
        guard case .tuple(let place) = try pop() else { throw .malformed("the pickle calls with what is no tuple") }
        let arguments = heap.tuples[place]
        let global: PyTorchGlobal
        switch try pop() {
        case .global(let named): global = named
        case .object(let place): global = .foreign(heap.objects[place].maker)
        default: throw .malformed("the pickle calls what is not callable")
        }
        switch global {
        case .orderedDictionary: try build(try orderedDictionary(arguments))
        case .rebuildTensor, .rebuildTensorV2: stack.append(.tensor(try PyTorchTensor(arguments, in: heap)))
        case .rebuildParameter:
            if case .object(let place)? = arguments.first { throw heap.objects[place].refusal }
            guard case .tensor? = arguments.first else { throw .malformed("a parameter is made of what is no tensor") }
            stack.append(arguments[0])
        case .defaultDictionary: try build(heap.dictionary())
        case .foreign(let name): try build(heap.object(name, arguments))
        case .storage: throw .malformed("the pickle makes a storage by a call")
        }
    }

    private mutating func callWithNames() throws(FormatProblem) {
        let names = try pop(), arguments = try pop()
        guard case .global(let global) = try pop() else { throw .malformed("the pickle calls what is not callable") }
        try build(heap.object(global.description, [arguments, names]))
    }

    private mutating func nameStorage() throws(FormatProblem) {
        let storage = try PyTorchStorage(persistent: try pop(), in: heap)
        guard storageTypes.updateValue(storage.type, forKey: storage.key) ?? storage.type == storage.type else {
            throw .malformed("storage '\(storage.key)' has two types")
        }
        stack.append(.storage(storage))
    }

    /// Of nothing, or of a list of pairs.
    private mutating func orderedDictionary(_ arguments: [PickleValue]) throws(FormatProblem) -> PickleValue {
        let made = heap.dictionary()
        guard let pairs = arguments.first else { return made }
        guard case .list(let place) = pairs, case .dictionary(let target) = made else { throw .malformed("an OrderedDict is made of what is no list") }
        for pair in heap.lists[place] {
            let items: [PickleValue] = switch pair {
            case .tuple(let place): heap.tuples[place]
            case .list(let place): heap.lists[place]
            default: []
            }
            guard items.count == 2 else { throw .malformed("an OrderedDict is made of what are no pairs") }
            built += 1
            heap.dictionaries[target].append((items[0], items[1]))
        }
        return made
    }

    /// The attributes of a dictionary, such as `_metadata` with the version of each module, are left out.
    private mutating func setState() throws(FormatProblem) {
        let state = try pop()
        switch try top() {
        case .dictionary: return
        case .object(let place):
            built += 1
            heap.objects[place].parts.append(state)
        default: throw .malformed("the pickle sets the state of what has none")
        }
    }
}
