import Foundation
import Testing

@testable import ArrayFiles

/// Damaged and lying records: an error, never a crash and never memory for what is not there.
@Suite struct RecordFileTests {
    private let scratch: Scratch
    init() throws { scratch = try Scratch() }

    /// Check values of RFC 3720, appendix B.4.
    @Test func checksumsAreThoseOfTheStandard() {
        func checksum(_ bytes: [UInt8]) -> UInt32 { bytes.withUnsafeBytes { CRC32.castagnoli.checksum($0) } }
        #expect(checksum([UInt8](repeating: 0, count: 32)) == 0x8a91_36aa)
        #expect(checksum([UInt8](repeating: 0xff, count: 32)) == 0x62a8_ab43)
        #expect(checksum(Array(0..<32)) == 0x46dd_794e)
        #expect(checksum(Array("123456789".utf8)) == 0xe306_9283)
    }

    private func records(_ count: Int) throws -> (path: String, bytes: [UInt8]) {
        let path = scratch.path("a.tfrecord")
        let writer = try RecordWriter(replacing: path)
        for index in 0..<count { try writer.write([UInt8](repeating: UInt8(index), count: 10 * index)) }
        try writer.commit()
        return (path, [UInt8](try Data(contentsOf: URL(fileURLWithPath: path))))
    }

    @Test func recordsComeBack() throws {
        let reader = try RecordReader(try records(4).path)
        var lengths: [Int] = []
        while let record = try reader.next() { lengths.append(record.count) }
        #expect(lengths == [0, 10, 20, 30])
    }

    @Test func everyFlippedBitIsNoticed() throws {
        let whole = try records(2).bytes
        for position in whole.indices {
            var damaged = whole
            damaged[position] ^= 0x10
            let path = try scratch.file("damaged.tfrecord", damaged)
            #expect(throws: TensorFileError.self, "byte \(position)") {
                let reader = try RecordReader(path)
                while try reader.next() != nil {}
            }
        }
    }

    @Test func aHugeLengthTakesNoMemory() throws {
        let length = withUnsafeBytes(of: (UInt64(1) << 60).littleEndian) { Array($0) }
        let checksum = withUnsafeBytes(of: length.withUnsafeBytes { CRC32.castagnoli.masked($0) }.littleEndian) { Array($0) }
        let path = try scratch.file("huge.tfrecord", length + checksum + [1, 2, 3, 4])
        let reader = try RecordReader(path)
        #expect(throws: TensorFileError.malformed(
            file: path, format: "TFRecord", problem: "record 0: it is said to have \(UInt64(1) << 60) bytes, and 4 are left of the file")) { try reader.next() }
    }
}
