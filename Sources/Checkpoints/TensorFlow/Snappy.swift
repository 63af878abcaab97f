import ArrayFiles

/// Decompression of Snappy, which blocks of a table may be packed with.
///
/// Source: https://github.com/google/snappy/blob/main/format_description.txt
enum Snappy {
    /// An instruction of three bytes copies up to 64, so nothing honest grows more than this.
    private static let maxRatio = 64

    static func decompress(_ packed: UnsafeRawBufferPointer) throws(FormatProblem) -> [UInt8] {
        var reader = try ByteReader(packed)
        let size = Int(clamping: try reader.varint())
        guard size <= packed.count * maxRatio else { throw .malformed("a block of \(packed.count) bytes claims to unpack to \(size)") }
        var output: [UInt8] = []
        output.reserveCapacity(size)
        while reader.remaining > 0 {
            let tag = try reader.integer(UInt8.self)
            if tag & 3 == 0 {
                let length = try literalLength(tag, &reader)
                guard length <= size - output.count else { throw Self.overrun }
                output += try reader.take(length)
                continue
            }
            let (length, offset) = try copy(tag, &reader)
            guard offset > 0, offset <= output.count, length <= size - output.count else { throw Self.overrun }
            for _ in 0..<length { output.append(output[output.count - offset]) }   // may read what it has just written
        }
        guard output.count == size else { throw .malformed("a block unpacks to \(output.count) bytes, not \(size)") }
        return output
    }

    private static let overrun = FormatProblem.malformed("a packed block copies from or to where nothing is")

    private static func literalLength(_ tag: UInt8, _ reader: inout ByteReader) throws(FormatProblem) -> Int {
        let short = Int(tag >> 2)
        guard short >= 60 else { return short + 1 }
        var length = 0
        for index in 0..<(short - 59) { length |= Int(try reader.integer(UInt8.self)) << (8 * index) }
        return length + 1
    }

    private static func copy(_ tag: UInt8, _ reader: inout ByteReader) throws(FormatProblem) -> (length: Int, offset: Int) {
        switch tag & 3 {
        case 1: (Int(tag >> 2 & 7) + 4, Int(tag >> 5) << 8 | Int(try reader.integer(UInt8.self)))
        case 2: (Int(tag >> 2) + 1, try reader.length(UInt16.self))
        default: (Int(tag >> 2) + 1, try reader.length(UInt32.self))
        }
    }
}
