/// 7z archives no tool makes, every entry stored in a stream of its own. Source: 7zFormat.txt of the LZMA SDK.
struct ForgedSevenZip {
    private struct Entry {
        let name: String
        let content: [UInt8]
        let mode: UInt32
        let isEncrypted: Bool
    }

    private var entries: [Entry] = []

    /// - Parameter mode: Unix permissions and kind; `0o120777` is a symbolic link.
    mutating func add(_ name: String, _ content: [UInt8], mode: UInt32 = 0o100644, isEncrypted: Bool = false) {
        entries.append(Entry(name: name, content: content, mode: mode, isEncrypted: isEncrypted))
    }

    var finished: [UInt8] {
        let packed = entries.flatMap(\.content), header = header
        let sizes = [UInt8](littleEndian: UInt64(packed.count)) + [UInt8](littleEndian: UInt64(header.count))
        let start = sizes + [UInt8](littleEndian: checksum32(header))
        return .text("7z") + [0xBC, 0xAF, 0x27, 0x1C, 0, 4] + [UInt8](littleEndian: checksum32(start)) + start + packed + header
    }

    private var header: [UInt8] {
        let count = number(entries.count), sizes = entries.flatMap { number($0.content.count) }
        let checksums = entries.flatMap { [UInt8](littleEndian: checksum32($0.content)) }
        // Copy; or AES-256 and SHA-256 with no salt, no start vector and one round.
        let coders: [UInt8] = entries.flatMap { $0.isEncrypted ? [1, 0x24, 6, 0xF1, 7, 1, 1, 0] : [1, 1, 0] as [UInt8] }
        let names: [UInt8] = entries.flatMap { "\($0.name)\u{0}".utf16.flatMap { [UInt8](littleEndian: $0) } }
        let modes = entries.flatMap { [UInt8](littleEndian: 0x8000 | $0.mode << 16) }
        let streams: [[UInt8]] = [[4, 6, 0], count, [9], sizes, [0, 7, 0x0B], count, [0], coders, [0x0C], sizes, [0x0A, 1], checksums, [0, 8, 0, 0]]
        let files: [[UInt8]] = [[5], count, [0x11], number(names.count + 1), [0], names, [0x15], number(modes.count + 2), [1, 0], modes, [0]]
        return [1] + (streams + files).flatMap(\.self) + [0]
    }

    private func number(_ value: Int) -> [UInt8] { value < 0x80 ? [UInt8(value)] : [0xFF] + [UInt8](littleEndian: UInt64(value)) }
}
