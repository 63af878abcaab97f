@testable import Media

/// What FFmpeg's callbacks do with a clip's bytes, held against a position kept here: any order of reads and seeks.
///
/// Ten bytes an operation: what, how (an origin), and an offset or a count of eight bytes.
enum ByteSourceTarget {
    private static let content = (0..<1_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
    private static let file = MemoryFile(named: "fuzz.bytes")
    private static let sizeOrigin: Int32 = 0x10000, forced: Int32 = 0x20000   // AVSEEK_SIZE, AVSEEK_FORCE

    static func run(_ input: UnsafeRawBufferPointer) {
        guard let kind = input.first else { return }
        let bytes: MediaBytes = kind % 2 == 0 ? .memory(content) : .file(path: content.withUnsafeBytes { file.holding($0) })
        guard let source = try? ByteSource(bytes, clip: "fuzz") else { preconditionFailure("bytes that are there were not opened") }
        for start in stride(from: 1, to: input.count - 9, by: 10) {
            let number = Int64(littleEndian: input.loadUnaligned(fromByteOffset: start + 2, as: Int64.self))
            if input[start] % 2 == 0 { read(Int(number & 0x7ff), from: source) } else { seek(number, Int32(input[start + 1] % 5), source) }
        }
    }

    private static func read(_ count: Int, from source: ByteSource) {
        let before = source.position
        let expected = content.dropFirst(Int(clamping: before)).prefix(count)
        let target = UnsafeMutableRawBufferPointer.allocate(byteCount: count, alignment: 1)
        defer { target.deallocate() }
        let got = source.read(into: target)
        precondition(Int(got) == expected.count && target.prefix(Int(got)).elementsEqual(expected), "read \(got) bytes at \(before)")
        precondition(source.position == before + Int64(got) && source.failure == nil)
    }

    private static func seek(_ offset: Int64, _ how: Int32, _ source: ByteSource) {
        let before = source.position
        let origin = how == 3 ? sizeOrigin : how == 4 ? forced : how   // 0 to 2: SEEK_SET, SEEK_CUR, SEEK_END
        let result = source.seek(offset, from: origin)
        if how == 3 {
            precondition(result == Int64(content.count) && source.position == before, "the size was \(result)")
            return
        }
        let base = how == 1 ? before : how == 2 ? Int64(content.count) : 0
        let (target, overflow) = base.addingReportingOverflow(offset)
        let isLegal = !overflow && target >= 0
        precondition(isLegal ? result == target && source.position == target : result < 0 && source.position == before, "\(offset) from \(origin): \(result)")
    }
}
