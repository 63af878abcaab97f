import ArrayFiles

/// The members of a zip archive that are stored as they are, found through its central directory.
///
/// libarchive, which reads archives elsewhere, hands out copies in the order of the file; weights are looked at in place.
///
/// Source: PKWARE's APPNOTE.TXT 6.3.10, sections 4.3 to 4.5 (zip64 among them).
struct StoredZip {
    struct Member {
        let range: Range<Int>
        /// Zero where the writer left it out, as `torch.serialization.set_crc32_options(False)` does.
        let checksum: UInt32
        /// Why its bytes are not its content: it is compressed or encrypted.
        let obstacle: String?
    }

    private let bytes: UnsafeRawBufferPointer
    private(set) var members: [String: Member] = [:]

    static let signature: [UInt8] = [0x50, 0x4b, 3, 4]

    init(_ bytes: UnsafeRawBufferPointer) throws(FormatProblem) {
        self.bytes = bytes
        var directory = try Self.directory(of: bytes)
        var taken: [Range<Int>] = []
        while directory.remaining >= 4 {
            guard let (name, member) = try Self.member(&directory, in: bytes) else { break }
            guard members.updateValue(member, forKey: name) == nil else { throw .malformed("'\(name)' stands twice in the archive") }
            taken.append(member.range)
        }
        taken.sort { $0.lowerBound < $1.lowerBound }
        for (before, after) in zip(taken, taken.dropFirst()) where after.lowerBound < before.upperBound {
            throw .malformed("members of the archive overlap at offset \(after.lowerBound)")
        }
    }

    /// A member's bytes, their checksum verified.
    func content(_ name: String) throws(FormatProblem) -> UnsafeRawBufferPointer {
        guard let member = members[name] else { throw .malformed("the archive has no member '\(name)'") }
        if let obstacle = member.obstacle {
            throw .unsupported(item: name, found: obstacle, supported: "members that are stored as they are, as torch.save writes them")
        }
        let content = UnsafeRawBufferPointer(rebasing: bytes[member.range])
        guard member.checksum == 0 || CRC32.ieee.checksum(content) == member.checksum else {
            throw .malformed("the checksum of '\(name)' is wrong")
        }
        return content
    }

    /// The central directory, found through the record at the end of the file.
    private static func directory(of bytes: UnsafeRawBufferPointer) throws(FormatProblem) -> ByteReader {
        let recordSize = 22
        var end = bytes.count - recordSize
        let first = max(0, end - 0xffff)   // the comment behind the record has at most 65,535 bytes
        while end >= first, bytes.loadUnaligned(fromByteOffset: end, as: UInt32.self) != 0x0605_4b50 { end -= 1 }
        guard end >= first else { throw .malformed("the zip archive has no end: it was cut short") }
        var record = try ByteReader(bytes, at: end + 12)
        var size = try record.length(UInt32.self)
        var offset = try record.length(UInt32.self)
        if size == 0xffff_ffff || offset == 0xffff_ffff {
            var locator = try ByteReader(bytes, at: end - 20)
            guard try locator.integer(UInt32.self) == 0x0706_4b50 else { throw .malformed("the zip archive's 64-bit end is missing") }
            _ = try locator.integer(UInt32.self)
            var large = try ByteReader(bytes, at: try locator.length(UInt64.self))
            guard try large.integer(UInt32.self) == 0x0606_4b50 else { throw .malformed("the zip archive's 64-bit end is missing") }
            _ = try large.take(36)
            size = try large.length(UInt64.self)
            offset = try large.length(UInt64.self)
        }
        var start = try ByteReader(bytes, at: offset)
        return try ByteReader(try start.take(size))
    }

    private static func member(
        _ directory: inout ByteReader, in bytes: UnsafeRawBufferPointer
    ) throws(FormatProblem) -> (String, Member)? {
        guard try directory.integer(UInt32.self) == 0x0201_4b50 else { return nil }
        _ = try directory.take(4)
        let flags = try directory.integer(UInt16.self)
        let method = try directory.integer(UInt16.self)
        _ = try directory.take(4)
        let checksum = try directory.integer(UInt32.self)
        var packed = try directory.length(UInt32.self)
        var size = try directory.length(UInt32.self)
        let nameLength = try directory.length(UInt16.self)
        let extraLength = try directory.length(UInt16.self)
        let commentLength = try directory.length(UInt16.self)
        _ = try directory.take(8)
        var offset = try directory.length(UInt32.self)
        let name = try text(try directory.take(nameLength))
        try widen(&size, &packed, &offset, extra: try directory.take(extraLength))
        _ = try directory.take(commentLength)

        var local = try ByteReader(bytes, at: offset)
        guard try local.integer(UInt32.self) == 0x0403_4b50 else { throw .malformed("'\(name)' is not where the directory says") }
        _ = try local.take(22)
        let skipped = try local.length(UInt16.self) + local.length(UInt16.self)
        _ = try local.take(skipped)
        let start = local.position
        _ = try local.take(packed)
        let obstacle = flags & 1 == 1 ? "encrypted" : method != 0 || packed != size ? "compressed" : nil
        return (name, Member(range: start..<(start + packed), checksum: checksum, obstacle: obstacle))
    }

    /// Replaces lengths that do not fit 32 bits by those of the extra field 1.
    private static func widen(
        _ size: inout Int, _ packed: inout Int, _ offset: inout Int, extra: UnsafeRawBufferPointer
    ) throws(FormatProblem) {
        var fields = try ByteReader(extra)
        while fields.remaining >= 4 {
            let tag = try fields.integer(UInt16.self)
            var field = try ByteReader(try fields.take(try fields.length(UInt16.self)))
            guard tag == 1 else { continue }
            if size == 0xffff_ffff { size = try field.length(UInt64.self) }
            if packed == 0xffff_ffff { packed = try field.length(UInt64.self) }
            if offset == 0xffff_ffff { offset = try field.length(UInt64.self) }
        }
    }
}
