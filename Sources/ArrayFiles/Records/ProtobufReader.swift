/// The fields of a Protocol Buffers message, one after the other.
///
/// Source: https://protobuf.dev/programming-guides/encoding/. Groups, which TensorFlow does not use, are refused.
package struct ProtobufReader {
    package enum Value {
        case varint(UInt64)
        case fixed32(UInt32)
        case fixed64(UInt64)
        /// A text, a message or packed numbers.
        case bytes(UnsafeRawBufferPointer)

        package var integer: Int? { if case .varint(let value) = self { Int(truncatingIfNeeded: value) } else { nil } }
        package var bytes: UnsafeRawBufferPointer? { if case .bytes(let value) = self { value } else { nil } }
        package var float: Float? { if case .fixed32(let value) = self { Float(bitPattern: value) } else { nil } }
    }

    private var reader: ByteReader

    package init(_ message: UnsafeRawBufferPointer) throws(FormatProblem) { reader = try ByteReader(message) }

    /// The next field, nil at the end.
    package mutating func next() throws(FormatProblem) -> (number: Int, value: Value)? {
        guard reader.remaining > 0 else { return nil }
        let tag = try reader.varint()
        guard tag >> 3 > 0, tag >> 3 < 1 << 29 else { throw .malformed("a message has a field number of \(tag >> 3)") }
        let number = Int(tag >> 3)
        switch tag & 7 {
        case 0: return (number, .varint(try reader.varint()))
        case 1: return (number, .fixed64(try reader.integer(UInt64.self)))
        case 2: return (number, .bytes(try reader.take(Int(clamping: try reader.varint()))))
        case 5: return (number, .fixed32(try reader.integer(UInt32.self)))
        default: throw .malformed("a message's field \(number) has the unknown wire type \(tag & 7)")
        }
    }
}

/// The numbers of a repeated field, packed or one by one.
package struct RepeatedNumbers {
    package private(set) var chunks: [UnsafeRawBufferPointer] = []
    package private(set) var singles: [ProtobufReader.Value] = []

    package init() {}

    package mutating func append(_ value: ProtobufReader.Value) {
        if case .bytes(let packed) = value { chunks.append(packed) } else { singles.append(value) }
    }
}
