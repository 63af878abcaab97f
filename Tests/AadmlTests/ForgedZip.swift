/// Zip archives no tool makes, of entries stored as they are. Source: PKWARE APPNOTE.TXT 6.3.10, 4.3.
struct ForgedZip {
    private var bytes: [UInt8] = []
    private var directory: [UInt8] = []
    private var count: UInt16 = 0

    /// With the directory that ends it.
    var finished: [UInt8] {
        let end = [UInt8](littleEndian: count) + [UInt8](littleEndian: count) + [UInt8](littleEndian: UInt32(directory.count))
            + [UInt8](littleEndian: UInt32(bytes.count)) + [0, 0]
        return bytes + directory + .text("PK\u{5}\u{6}") + [0, 0, 0, 0] + end
    }

    /// - Parameters:
    ///   - mode: Unix permissions and kind; `0o120777` is a symbolic link.
    ///   - checksum: what is said of the content in place of what is right.
    mutating func add(_ name: String, _ content: [UInt8], mode: UInt32 = 0o100644, isEncrypted: Bool = false, checksum: UInt32? = nil) {
        let flags = [UInt8](littleEndian: (isEncrypted ? 1 : 0) | 0x800 as UInt16)
        let sizes = [UInt8](littleEndian: UInt32(content.count)) + [UInt8](littleEndian: UInt32(content.count))
        let common = flags + [0, 0, 0, 0, 0x21, 0] + [UInt8](littleEndian: checksum ?? checksum32(content)) + sizes
            + [UInt8](littleEndian: UInt16(name.utf8.count)) + [0, 0]
        directory += .text("PK\u{1}\u{2}") + [20, 3, 20, 0] + common + [UInt8](repeating: 0, count: 6)
            + [UInt8](littleEndian: mode << 16) + [UInt8](littleEndian: UInt32(bytes.count)) + .text(name)
        bytes += .text("PK\u{3}\u{4}") + [20, 0] + common + .text(name) + content
        count += 1
    }
}

/// The checksum of zip and 7z. Source: ISO/IEC 8802-3, 3.2.9, bits reflected.
func checksum32(_ bytes: [UInt8]) -> UInt32 {
    ~bytes.reduce(~0 as UInt32) { sum, byte in
        (0..<8).reduce(sum ^ UInt32(byte)) { value, _ in value >> 1 ^ (value & 1 == 1 ? 0xEDB8_8320 : 0) }
    }
}
