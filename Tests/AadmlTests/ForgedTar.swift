/// Archives no tool makes. Source: POSIX.1-2017, pax, "ustar Interchange Format"; RFC 8878 (Zstandard).
struct ForgedTar {
    private var bytes: [UInt8] = []

    /// With the two blocks of zeros that end it.
    var finished: [UInt8] { bytes + [UInt8](repeating: 0, count: 1024) }

    /// - Parameter kind: `0` a file, `1` a hard link, `2` a symbolic link, `3` and `4` devices, `6` a pipe.
    mutating func add(_ name: String, _ content: [UInt8] = [], kind: String = "0", target: String = "") {
        add(bytes: Array(name.utf8), content, kind: kind, target: target)
    }

    mutating func add(bytes name: [UInt8], _ content: [UInt8] = [], kind: String = "0", target: String = "") {
        bytes += Self.header(name, size: content.count, kind: kind, target: target) + content
        bytes += [UInt8](repeating: 0, count: (512 - content.count % 512) % 512)
    }

    /// A tar of one entry of zeros, in blocks that repeat a byte 128 KiB long.
    static func zstandardBomb(name: String, bytes: Int) -> [UInt8] {
        let block = 1 << 17
        func blockHeader(_ size: Int, kind: Int, isLast: Bool = false) -> [UInt8] {
            let value = size << 3 | kind << 1 | (isLast ? 1 : 0)
            return (0..<3).map { UInt8(value >> (8 * $0) & 0xFF) }
        }
        let head = header(Array(name.utf8), size: bytes, kind: "0", target: "")
        var frame: [UInt8] = [0x28, 0xB5, 0x2F, 0xFD, 0, 0x38] + blockHeader(head.count, kind: 0) + head
        for _ in 0..<(bytes / block) { frame += blockHeader(block, kind: 1) + [0] }
        return frame + blockHeader(1024, kind: 1, isLast: true) + [0]
    }

    static func header(_ name: [UInt8], size: Int, kind: String, target: String) -> [UInt8] {
        precondition(name.count <= 100 && target.utf8.count <= 100, "a name longer than its field")
        var header = [UInt8](repeating: 0, count: 512)
        func put(_ text: [UInt8], at place: Int) { header.replaceSubrange(place..<place + text.count, with: text) }
        func octal(_ value: Int, _ width: Int) -> [UInt8] {
            let digits = Array(String(value, radix: 8).utf8)
            return [UInt8](repeating: 0x30, count: max(0, width - digits.count)) + digits
        }
        put(name, at: 0)
        put(octal(0o644, 7), at: 100)
        put(octal(size, 11), at: 124)
        put(octal(0, 11), at: 136)
        put(Array(repeating: 0x20, count: 8), at: 148)
        put(Array(kind.utf8), at: 156)
        put(Array(target.utf8), at: 157)
        put(Array("ustar\u{0}00".utf8), at: 257)
        let sum = header.reduce(0) { $0 + Int($1) }
        put(octal(sum, 6) + [0, 0x20], at: 148)
        return header
    }
}
