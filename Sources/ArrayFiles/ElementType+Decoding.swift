extension ElementType {
    /// Decodes floating-point elements; float64 is rounded to the nearest float, the narrower kinds are exact.
    package func floats(_ bytes: UnsafeRawBufferPointer, bigEndian: Bool = false) -> [Float] {
        switch self {
        case .float16: words(UInt16.self, bytes, bigEndian).map { Float(Float16(bitPattern: $0)) }
        case .bfloat16: words(UInt16.self, bytes, bigEndian).map { Float(bitPattern: UInt32($0) << 16) }
        case .float32: words(UInt32.self, bytes, bigEndian).map { Float(bitPattern: $0) }
        case .float64: words(UInt64.self, bytes, bigEndian).map { Float(Double(bitPattern: $0)) }
        default: preconditionFailure("\(self) is not a floating-point type")
        }
    }

    /// Decodes 64-bit floats as they are.
    package func doubles(_ bytes: UnsafeRawBufferPointer, bigEndian: Bool = false) -> [Double] {
        precondition(self == .float64)
        return words(UInt64.self, bytes, bigEndian).map(Double.init(bitPattern:))
    }

    /// Decodes integer and boolean elements; nil if an unsigned one exceeds `Int64.max`.
    package func integers(_ bytes: UnsafeRawBufferPointer, bigEndian: Bool = false) -> [Int64]? {
        switch self {
        case .bool: return bytes.map { $0 == 0 ? 0 : 1 }
        case .int8: return bytes.map { Int64(Int8(bitPattern: $0)) }
        case .uint8: return bytes.map { Int64($0) }
        case .int16: return words(UInt16.self, bytes, bigEndian).map { Int64(Int16(bitPattern: $0)) }
        case .uint16: return words(UInt16.self, bytes, bigEndian).map { Int64($0) }
        case .int32: return words(UInt32.self, bytes, bigEndian).map { Int64(Int32(bitPattern: $0)) }
        case .uint32: return words(UInt32.self, bytes, bigEndian).map { Int64($0) }
        case .int64: return words(UInt64.self, bytes, bigEndian).map { Int64(bitPattern: $0) }
        case .uint64:
            let values = words(UInt64.self, bytes, bigEndian)
            return values.allSatisfy { $0 <= UInt64(Int64.max) } ? values.map { Int64($0) } : nil
        default: preconditionFailure("\(self) is not an integer type")
        }
    }
}

/// Unaligned words of a stated byte order.
private func words<Word: FixedWidthInteger & BitwiseCopyable>(
    _ type: Word.Type, _ bytes: UnsafeRawBufferPointer, _ bigEndian: Bool
) -> [Word] {
    let size = MemoryLayout<Word>.size
    return (0..<(bytes.count / size)).map { index in
        let word = bytes.loadUnaligned(fromByteOffset: index * size, as: Word.self)
        return bigEndian ? Word(bigEndian: word) : Word(littleEndian: word)
    }
}
