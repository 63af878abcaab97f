/// Reads little-endian numbers and stretches of bytes one after the other, never past the end.
package struct ByteReader {
    private let bytes: UnsafeRawBufferPointer
    package private(set) var position: Int

    package init(_ bytes: UnsafeRawBufferPointer, at position: Int = 0) throws(FormatProblem) {
        guard position >= 0, position <= bytes.count else {
            throw .malformed("an offset of \(position) lies outside its \(bytes.count) bytes")
        }
        (self.bytes, self.position) = (bytes, position)
    }

    package var remaining: Int { bytes.count - position }

    package mutating func take(_ count: Int) throws(FormatProblem) -> UnsafeRawBufferPointer {
        guard count >= 0, count <= remaining else {
            throw .malformed("\(count) bytes are announced at offset \(position), \(remaining) are there")
        }
        defer { position += count }
        return UnsafeRawBufferPointer(rebasing: bytes[position..<(position + count)])
    }

    package mutating func integer<Value: FixedWidthInteger & BitwiseCopyable>(_ type: Value.Type) throws(FormatProblem) -> Value {
        let field = try take(MemoryLayout<Value>.size)
        return Value(littleEndian: field.loadUnaligned(as: Value.self))
    }

    /// A length of 8, 16, 32 or 64 bits; one beyond the end is refused where its bytes are taken.
    package mutating func length<Value: FixedWidthInteger & UnsignedInteger & BitwiseCopyable>(_ type: Value.Type) throws(FormatProblem) -> Int {
        Int(clamping: try integer(type))
    }

    /// Seven bits a byte, the lowest first, as LevelDB and Protocol Buffers write integers.
    package mutating func varint() throws(FormatProblem) -> UInt64 {
        var value: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 70, by: 7) {
            let byte = try integer(UInt8.self)
            guard shift < 63 || byte <= 1 else { break }
            value |= UInt64(byte & 0x7f) << shift
            if byte < 0x80 { return value }
        }
        throw .malformed("an integer before offset \(position) has more than 64 bits")
    }
}

/// UTF-8 text.
package func text(_ bytes: UnsafeRawBufferPointer) throws(FormatProblem) -> String {
    guard let text = String(validating: bytes, as: UTF8.self) else { throw .malformed("a name is not UTF-8") }
    return text
}
