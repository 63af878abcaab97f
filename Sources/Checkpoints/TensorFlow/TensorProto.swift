import ArrayFiles

/// TensorFlow's message for an array.
///
/// Source: tensorflow/core/framework/tensor.proto, tensor_shape.proto and types.proto.
struct TensorProto {
    private(set) var type: Int?
    private(set) var shape: [Int] = []
    /// Elements as they stand in memory.
    private var content: UnsafeRawBufferPointer?
    /// Elements in the repeated field of their type, by the field's number.
    private var repeated: [Int: RepeatedNumbers] = [:]

    init(_ message: UnsafeRawBufferPointer) throws(FormatProblem) {
        var fields = try ProtobufReader(message)
        while let (number, value) = try fields.next() {
            switch (number, value) {
            case (1, .varint(let type)): self.type = Int(clamping: type)
            case (2, .bytes(let message)): shape = try TensorShapeProto.lengths(message)
            case (4, .bytes(let content)): self.content = content
            case (5...7, _), (10, _), (11, _), (13, _), (16, _), (17, _): repeated[number, default: RepeatedNumbers()].append(value)
            default: break
            }
        }
    }

    /// Decodes the elements. Fewer than the shape's are continued by the last one, none at all are zeros, as TensorFlow has it.
    func decoded(
        _ name: String, as type: ElementType, shape: [Int], budget: inout AllocationBudget
    ) throws(FormatProblem) -> StoredArray {
        guard let count = elementCount(shape: shape), let needed = type.byteCount(shape: shape) else {
            throw .malformed("the size of '\(name)' of shape \(shape) overflows")
        }
        try budget.spend(on: name, type, elements: count)
        let field = Self.field(of: type)
        if let content {
            guard content.count == needed else { throw .malformed("'\(name)' of shape \(shape) takes \(needed) bytes, \(content.count) are there") }
            return try StoredArray(content, as: type, shape: shape, name: name)
        }
        let numbers = repeated[field] ?? RepeatedNumbers()
        if numbers.singles.isEmpty, numbers.chunks.count == 1, numbers.chunks[0].count == needed, field == 5 || field == 6 {
            return try StoredArray(numbers.chunks[0], as: type, shape: shape, name: name)
        }
        var bytes = try Self.elements(of: numbers, type: type, limit: needed)
        guard bytes.count <= needed, bytes.count % type.size == 0 else {
            throw .malformed("'\(name)' of shape \(shape) has more than \(count) elements")
        }
        let last = bytes.isEmpty ? [UInt8](repeating: 0, count: type.size) : Array(bytes.suffix(type.size))
        bytes.reserveCapacity(needed)
        while bytes.count < needed { bytes += last }
        let result = bytes.withUnsafeBytes { bytes in
            Result { () throws(FormatProblem) in try StoredArray(bytes, as: type, shape: shape, name: name) }
        }
        return try result.get()
    }

    private static func field(of type: ElementType) -> Int {
        switch type {
        case .float32: 5
        case .float64: 6
        case .int32, .int16, .int8, .uint16, .uint8: 7
        case .int64: 10
        case .bool: 11
        case .float16, .bfloat16: 13
        case .uint32: 16
        case .uint64: 17
        }
    }

    /// The elements' bytes, at most a few more than `limit`.
    private static func elements(of numbers: RepeatedNumbers, type: ElementType, limit: Int) throws(FormatProblem) -> [UInt8] {
        var bytes: [UInt8] = []
        func append(_ bits: UInt64) { withUnsafeBytes(of: bits.littleEndian) { bytes += $0.prefix(type.size) } }
        for chunk in numbers.chunks {
            guard bytes.count <= limit else { break }
            if type == .float32 || type == .float64 {
                bytes += chunk
                continue
            }
            var reader = try ByteReader(chunk)
            while reader.remaining > 0, bytes.count <= limit { append(try reader.varint()) }
        }
        for single in numbers.singles where bytes.count <= limit {
            switch single {
            case .varint(let bits), .fixed64(let bits): append(bits)
            case .fixed32(let bits): append(UInt64(bits))
            case .bytes: break   // is among the chunks
            }
        }
        return bytes
    }
}

enum TensorShapeProto {
    /// - Throws: if a length is unknown (-1).
    static func lengths(_ message: UnsafeRawBufferPointer) throws(FormatProblem) -> [Int] {
        var lengths: [Int] = []
        var fields = try ProtobufReader(message)
        while let (number, value) = try fields.next() {
            guard number == 2, let dimension = value.bytes else { continue }
            var length = 0
            var parts = try ProtobufReader(dimension)
            while let (number, value) = try parts.next() { if number == 1 { length = value.integer ?? 0 } }
            guard length >= 0, lengths.count < 64 else { throw .malformed("a shape has an unknown length, or more than 64 axes") }
            lengths.append(length)
        }
        return lengths
    }
}

extension ElementType {
    /// Of TensorFlow's `DataType`; nil for texts, complex numbers and quantised types.
    init?(tensorFlow type: Int) {
        switch type {
        case 1: self = .float32
        case 2: self = .float64
        case 3: self = .int32
        case 4: self = .uint8
        case 5: self = .int16
        case 6: self = .int8
        case 9: self = .int64
        case 10: self = .bool
        case 14: self = .bfloat16
        case 17: self = .uint16
        case 19: self = .float16
        case 22: self = .uint32
        case 23: self = .uint64
        default: return nil
        }
    }
}
