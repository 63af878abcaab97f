/// Writes protocol buffer messages, as far as TensorFlow's examples need them.
///
/// **Source**: https://protobuf.dev/programming-guides/encoding/
struct MessageWriter {
    private(set) var bytes: [UInt8] = []

    /// A field of bytes, text, or a message.
    mutating func write(_ field: UInt64, _ content: [UInt8]) {
        varint(field << 3 | 2)
        varint(UInt64(content.count))
        bytes += content
    }

    mutating func write(_ field: UInt64, _ message: (inout MessageWriter) -> Void) {
        var inner = MessageWriter()
        message(&inner)
        write(field, inner.bytes)
    }

    mutating func varint(_ value: UInt64) {
        var value = value
        while value >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: value) | 0x80)
            value >>= 7
        }
        bytes.append(UInt8(value))
    }
}

/// Reads the fields of a message one after the other; nothing is believed that does not fit.
struct MessageReader {
    enum Value {
        case number(UInt64)
        case bytes(ArraySlice<UInt8>)
    }

    /// Bytes that are no message.
    struct Damage: Error {}

    private var rest: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

    var isAtEnd: Bool { rest.isEmpty }

    /// The next field's number and value; nil at the end.
    mutating func next() throws(Damage) -> (field: UInt64, value: Value)? {
        guard !rest.isEmpty else { return nil }
        let key = try varint()
        switch key & 7 {
        case 0: return (key >> 3, .number(try varint()))
        case 1: return (key >> 3, .bytes(try take(8)))
        case 2: return (key >> 3, .bytes(try take(try varint())))
        case 5: return (key >> 3, .bytes(try take(4)))
        default: throw Damage()
        }
    }

    mutating func varint() throws(Damage) -> UInt64 {
        var value: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 64, by: 7) {
            guard let byte = rest.popFirst() else { throw Damage() }
            value |= UInt64(byte & 0x7f) << shift
            if byte < 0x80 { return value }
        }
        throw Damage()
    }

    private mutating func take(_ count: UInt64) throws(Damage) -> ArraySlice<UInt8> {
        guard count <= UInt64(rest.count) else { throw Damage() }
        defer { rest = rest.dropFirst(Int(count)) }
        return rest.prefix(Int(count))
    }
}
