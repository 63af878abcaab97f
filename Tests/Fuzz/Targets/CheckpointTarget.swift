@testable import ArrayFiles
@testable import Checkpoints

/// TensorFlow's checkpoints of both kinds, their block compression among them. Checksums are made right first: a
/// checksum would keep all but the first few inputs from the parser behind it.
enum CheckpointTarget {
    /// What the golden index speaks of: 931 bytes.
    private static let data = (0..<931).map { UInt8(truncatingIfNeeded: $0) }

    static func run(_ input: UnsafeRawBufferPointer) {
        _ = try? Snappy.decompress(input)
        let table = SealedTable.sealed(input)
        _ = try? TensorFlowCheckpoint1.read(MappedFile(table, path: "fuzz.ckpt"))
        _ = try? TensorFlowCheckpoint2.read(index: MappedFile(table, path: "fuzz.index")) { _, _ throws(TensorFileError) in
            MappedFile(data, path: "fuzz.data")
        }
    }
}

/// Makes the checksums of a sorted table's blocks right, as far as its index can be followed.
private enum SealedTable {
    static func sealed(_ input: UnsafeRawBufferPointer) -> [UInt8] {
        var table = Array(input)
        guard let index = try? index(of: input), seal(index, in: &table) else { return table }
        let blocks = (try? input[index].withBytes(blocks)) ?? []
        for block in blocks { _ = seal(block, in: &table) }
        return table
    }

    private static func index(of table: UnsafeRawBufferPointer) throws(FormatProblem) -> Range<Int> {
        var footer = try ByteReader(table, at: table.count - 48)
        _ = try handle(&footer)
        let range = try handle(&footer)
        guard range.upperBound <= table.count else { throw .malformed("the index lies outside") }
        return range
    }

    private static func handle(_ reader: inout ByteReader) throws(FormatProblem) -> Range<Int> {
        let offset = Int(clamping: try reader.varint()), size = Int(clamping: try reader.varint())
        guard offset <= 1 << 32, size <= 1 << 32 else { throw .malformed("a block lies outside") }
        return offset..<(offset + size)
    }

    /// The handles in an index block, up to the first entry that makes no sense.
    private static func blocks(_ index: UnsafeRawBufferPointer) -> [Range<Int>] {
        var blocks: [Range<Int>] = []
        guard var entries = try? ByteReader(index) else { return [] }
        while let range = try? next(&entries) { blocks.append(range) }
        return blocks
    }

    private static func next(_ entries: inout ByteReader) throws(FormatProblem) -> Range<Int> {
        _ = try entries.varint()
        let added = Int(clamping: try entries.varint()), length = Int(clamping: try entries.varint())
        _ = try entries.take(added)
        var value = try ByteReader(try entries.take(length))
        return try handle(&value)
    }

    /// False where there is no room for the block and its trailer of five bytes.
    private static func seal(_ block: Range<Int>, in table: inout [UInt8]) -> Bool {
        guard block.upperBound + 5 <= table.count else { return false }
        let checksum = table[block.lowerBound...block.upperBound].withUnsafeBytes { CRC32.castagnoli.masked($0) }
        withUnsafeBytes(of: checksum.littleEndian) { table.replaceSubrange((block.upperBound + 1)..<(block.upperBound + 5), with: $0) }
        return true
    }
}

extension Slice<UnsafeRawBufferPointer> {
    fileprivate func withBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
        try body(UnsafeRawBufferPointer(rebasing: self))
    }
}
