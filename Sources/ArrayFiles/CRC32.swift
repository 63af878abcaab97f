/// Cyclic redundancy checks of 32 bits, sixteen bytes a step.
///
/// Source: the tables of Kounavis and Berry, A Systematic Approach to Building High Performance Software-based CRC
/// Generators, 2005 ("slicing"), twice as many.
package struct CRC32: Sendable {
    /// Of zip: IEEE 802.3, polynomial 0x04C11DB7.
    package static let ieee = CRC32(reversedPolynomial: 0xedb8_8320)
    /// Of TensorFlow's tables, bundles and records: Castagnoli, polynomial 0x1EDC6F41.
    package static let castagnoli = CRC32(reversedPolynomial: 0x82f6_3b78)

    private static let slices = 16
    /// Entry 256 s + b: what byte b adds, s bytes before the end of a step.
    private let table: [UInt32]

    private init(reversedPolynomial: UInt32) {
        var table = [UInt32](repeating: 0, count: 256 * Self.slices)
        for byte in 0..<256 {
            var remainder = UInt32(byte)
            for _ in 0..<8 { remainder = remainder >> 1 ^ (remainder & 1 == 1 ? reversedPolynomial : 0) }
            table[byte] = remainder
        }
        for index in 256..<table.count {
            let before = table[index - 256]
            table[index] = before >> 8 ^ table[Int(before & 0xff)]
        }
        self.table = table
    }

    package func checksum(_ bytes: UnsafeRawBufferPointer, after start: UInt32 = 0) -> UInt32 {
        var crc = ~start
        var rest = bytes
        table.withUnsafeBufferPointer { table in
            func entry(_ slice: Int, _ word: UInt32, _ shift: UInt32) -> UInt32 { table[256 * slice + Int(word >> shift & 0xff)] }
            while rest.count >= Self.slices {
                let a = UInt32(littleEndian: rest.loadUnaligned(as: UInt32.self)) ^ crc
                let b = UInt32(littleEndian: rest.loadUnaligned(fromByteOffset: 4, as: UInt32.self))
                let c = UInt32(littleEndian: rest.loadUnaligned(fromByteOffset: 8, as: UInt32.self))
                let d = UInt32(littleEndian: rest.loadUnaligned(fromByteOffset: 12, as: UInt32.self))
                crc = entry(15, a, 0) ^ entry(14, a, 8) ^ entry(13, a, 16) ^ entry(12, a, 24)
                    ^ entry(11, b, 0) ^ entry(10, b, 8) ^ entry(9, b, 16) ^ entry(8, b, 24)
                crc ^= entry(7, c, 0) ^ entry(6, c, 8) ^ entry(5, c, 16) ^ entry(4, c, 24)
                    ^ entry(3, d, 0) ^ entry(2, d, 8) ^ entry(1, d, 16) ^ entry(0, d, 24)
                rest = UnsafeRawBufferPointer(rebasing: rest[Self.slices...])
            }
            for byte in rest { crc = crc >> 8 ^ table[Int((crc ^ UInt32(byte)) & 0xff)] }
        }
        return ~crc
    }

    /// As LevelDB and TFRecord store checksums: rotated and shifted, since a checksum of data that holds its own is a weak one.
    ///
    /// **Source**: https://github.com/google/leveldb/blob/main/util/crc32c.h;
    /// https://www.tensorflow.org/tutorials/load_data/tfrecord, "TFRecords format details".
    package func masked(_ bytes: UnsafeRawBufferPointer) -> UInt32 {
        let crc = checksum(bytes)
        return (crc >> 15 | crc << 17) &+ 0xa282_ead8
    }
}
