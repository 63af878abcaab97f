/// The checksum of TFRecord files: CRC-32 with Castagnoli's polynomial, masked as the format prescribes.
///
/// **Source**: RFC 3720, appendix B.4 (polynomial 0x1EDC6F41, reflected); masking: https://www.tensorflow.org/tutorials/load_data/tfrecord
enum CRC32C {
    /// Eight tables, so that eight bytes are taken at a time (Intel's "slicing by 8").
    private static let tables: [[UInt32]] = {
        var tables = [[UInt32]](repeating: [UInt32](repeating: 0, count: 256), count: 8)
        for byte in 0..<256 {
            var value = UInt32(byte)
            for _ in 0..<8 { value = value & 1 == 1 ? value >> 1 ^ 0x82F6_3B78 : value >> 1 }
            tables[0][byte] = value
        }
        for index in 1..<8 {
            for byte in 0..<256 {
                let before = tables[index - 1][byte]
                tables[index][byte] = before >> 8 ^ tables[0][Int(before & 0xff)]
            }
        }
        return tables
    }()

    /// The tables one after the other.
    private static let flat = tables.flatMap(\.self)

    static func checksum(_ bytes: [UInt8]) -> UInt32 {
        flat.withUnsafeBufferPointer { table in
            bytes.withUnsafeBytes { bytes in
                var value: UInt32 = ~0
                var index = 0
                while index + 8 <= bytes.count {
                    let word = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)) ^ UInt64(value)
                    value = 0
                    for step in 0..<8 { value ^= table[(7 - step) * 256 + Int(word >> (8 * UInt64(step)) & 0xff)] }
                    index += 8
                }
                while index < bytes.count {
                    value = value >> 8 ^ table[Int((value ^ UInt32(bytes[index])) & 0xff)]
                    index += 1
                }
                return ~value
            }
        }
    }

    static func masked(_ bytes: [UInt8]) -> UInt32 {
        let value = checksum(bytes)
        return (value >> 15 | value << 17) &+ 0xa282_ead8
    }
}
