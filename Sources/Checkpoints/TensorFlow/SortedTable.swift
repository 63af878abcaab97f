import ArrayFiles

/// A sorted table of keys and values, the file format of LevelDB that TensorFlow's checkpoints are written in.
///
/// Source: https://github.com/google/leveldb/blob/main/doc/table_format.md; tensorflow/core/lib/io/format.cc, whose magic
/// number, checksums (Castagnoli, masked) and handles are the same.
struct SortedTable {
    static let magic: [UInt8] = [0x57, 0xfb, 0x80, 0x8b, 0x24, 0x75, 0x47, 0xdb]
    private static let footerSize = 48
    /// Type and checksum behind each block.
    private static let trailerSize = 5

    private let bytes: UnsafeRawBufferPointer
    private let index: Range<Int>

    init(_ bytes: UnsafeRawBufferPointer) throws(FormatProblem) {
        guard bytes.count >= Self.footerSize, bytes.suffix(8).elementsEqual(Self.magic) else {
            throw .malformed("it does not end as a table does: it was cut short, or is none")
        }
        self.bytes = bytes
        var footer = try ByteReader(bytes, at: bytes.count - Self.footerSize)
        _ = try Self.handle(&footer)
        index = try Self.handle(&footer)
    }

    /// Hands out every key with its value, in the order of the keys; the value's bytes are lent.
    func forEach(_ body: ([UInt8], UnsafeRawBufferPointer) throws(FormatProblem) -> Void) throws(FormatProblem) {
        var blocks: [Range<Int>] = []
        try withBlock(index) { block throws(FormatProblem) in
            try Self.forEachEntry(of: block) { _, value throws(FormatProblem) in
                var reader = try ByteReader(value)
                let range = try Self.handle(&reader)
                guard range.lowerBound >= blocks.last?.upperBound ?? 0 else { throw .malformed("blocks of the table overlap") }
                blocks.append(range)
            }
        }
        for range in blocks { try withBlock(range) { block throws(FormatProblem) in try Self.forEachEntry(of: block, body) } }
    }

    private static func handle(_ reader: inout ByteReader) throws(FormatProblem) -> Range<Int> {
        let offset = Int(clamping: try reader.varint())
        let (end, overflow) = offset.addingReportingOverflow(Int(clamping: try reader.varint()))
        guard !overflow else { throw .malformed("a block of the table reaches past 2^63") }
        return offset..<end
    }

    /// Lends a block's content, its checksum verified.
    private func withBlock(
        _ range: Range<Int>, _ body: (UnsafeRawBufferPointer) throws(FormatProblem) -> Void
    ) throws(FormatProblem) {
        var reader = try ByteReader(bytes, at: range.lowerBound)
        let content = try reader.take(range.count)
        let trailer = try reader.take(Self.trailerSize)
        let checked = UnsafeRawBufferPointer(rebasing: bytes[range.lowerBound..<(range.upperBound + 1)])
        guard CRC32.castagnoli.masked(checked) == trailer.loadUnaligned(fromByteOffset: 1, as: UInt32.self) else {
            throw .malformed("the checksum of the block at offset \(range.lowerBound) is wrong")
        }
        switch trailer[0] {
        case 0: try body(content)
        case 1:
            let unpacked = try Snappy.decompress(content)
            let result = unpacked.withUnsafeBytes { bytes in Result { () throws(FormatProblem) in try body(bytes) } }
            try result.get()
        default: throw .malformed("the block at offset \(range.lowerBound) is compressed in an unknown way (\(trailer[0]))")
        }
    }

    /// The entries of a block: each key shares its beginning with the one before it.
    private static func forEachEntry(
        of block: UnsafeRawBufferPointer, _ body: ([UInt8], UnsafeRawBufferPointer) throws(FormatProblem) -> Void
    ) throws(FormatProblem) {
        var end = try ByteReader(block, at: block.count - 4)
        let restarts = try end.length(UInt32.self)
        guard restarts <= (block.count - 4) / 4 else { throw .malformed("a block of the table announces \(restarts) restart points") }
        var entries = try ByteReader(UnsafeRawBufferPointer(rebasing: block[..<(block.count - 4 - 4 * restarts)]))
        var key: [UInt8] = []
        while entries.remaining > 0 {
            let shared = Int(clamping: try entries.varint())
            let added = Int(clamping: try entries.varint())
            let length = Int(clamping: try entries.varint())
            guard shared <= key.count else { throw .malformed("a key of the table shares more than there is") }
            key.removeSubrange(shared...)
            key += try entries.take(added)
            guard key.count <= 4096 else { throw .malformed("a key of the table has more than 4,096 bytes") }
            try body(key, try entries.take(length))
        }
    }
}
