@testable import ArrayFiles
@testable import Features

/// TFRecord files of all three kinds. Checksums are made right first, so that inputs get past them.
enum RecordsTarget {
    private static let file = MemoryFile(named: "fuzz.tfrecord")
    private static let formats: [any FeatureFormat] = [TFRecordFrames(), TFRecordVideos(), TFRecordAudioSet()]

    static func run(_ input: UnsafeRawBufferPointer) {
        let path = sealed(Array(input)).withUnsafeBytes { file.holding($0) }
        for format in formats {
            guard let source = try? format.source(path), let reader = try? FeatureReader(source, of: path) else { continue }
            while let clip = try? reader.next() { precondition(!clip.labels.isEmpty, "a clip without a label was let in") }
        }
    }

    private static func sealed(_ records: [UInt8]) -> [UInt8] {
        var records = records
        var start = 0
        while start + 16 <= records.count {
            let length = records[start..<(start + 8)].withUnsafeBytes { UInt64(littleEndian: $0.loadUnaligned(as: UInt64.self)) }
            seal(start..<(start + 8), in: &records)
            guard length <= UInt64(records.count - start - 16) else { break }
            seal((start + 12)..<(start + 12 + Int(length)), in: &records)
            start += 16 + Int(length)
        }
        return records
    }

    private static func seal(_ range: Range<Int>, in records: inout [UInt8]) {
        let checksum = records[range].withUnsafeBytes { CRC32.castagnoli.masked($0) }
        withUnsafeBytes(of: checksum.littleEndian) { records.replaceSubrange(range.upperBound..<(range.upperBound + 4), with: $0) }
    }
}
