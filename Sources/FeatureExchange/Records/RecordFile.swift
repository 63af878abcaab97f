import Files
import Foundation

/// Writes a TFRecord file: each record with its length and masked checksums.
///
/// **Source**: https://www.tensorflow.org/tutorials/load_data/tfrecord, "TFRecords format details".
final class RecordWriter {
    private let file: OutputFile
    private var buffer: [UInt8] = []

    init(replacing path: String) throws { file = try OutputFile(replacing: path) }

    func write(_ record: [UInt8]) throws {
        let length = withUnsafeBytes(of: UInt64(record.count).littleEndian) { Array($0) }
        buffer += length
        append(CRC32C.masked(length))
        buffer += record
        append(CRC32C.masked(record))
        if buffer.count >= 1 << 20 { try flush() }
    }

    func commit() throws {
        try flush()
        try file.commit()
    }

    private func append(_ word: UInt32) { withUnsafeBytes(of: word.littleEndian) { buffer.append(contentsOf: $0) } }

    private func flush() throws {
        try file.write(buffer)
        buffer.removeAll(keepingCapacity: true)
    }
}

/// Reads the records of a TFRecord file; every length and checksum is checked before a record is believed.
final class RecordReader {
    private let path: String
    private let file: FileHandle
    private let size: UInt64
    private var position: UInt64 = 0
    private(set) var count = 0

    init(_ path: String) throws {
        self.path = path
        guard let file = FileHandle(forReadingAtPath: path) else {
            throw ExchangeError.malformed(file: path, item: "the file", problem: "cannot be opened: \(String(cString: strerror(errno)))")
        }
        self.file = file
        size = try file.seekToEnd()
        try file.seek(toOffset: 0)
    }

    deinit { try? file.close() }

    /// nil at the end.
    func next() throws -> [UInt8]? {
        guard position < size else { return nil }
        guard size - position >= 16 else { throw failure("\(size - position) bytes are left, too few for a record") }
        let header = try take(12)
        let length = header.withUnsafeBytes { UInt64(littleEndian: $0.loadUnaligned(as: UInt64.self)) }
        guard word(header, at: 8) == CRC32C.masked(Array(header[..<8])) else { throw failure("the checksum of its length is wrong") }
        guard length <= size - position, size - position - length >= 4 else {
            throw failure("it is said to have \(length) bytes, and \(size - position) are left of the file")
        }
        let record = try take(Int(length))
        guard word(try take(4), at: 0) == CRC32C.masked(record) else { throw failure("its checksum is wrong") }
        count += 1
        return record
    }

    private func take(_ count: Int) throws -> [UInt8] {
        guard count > 0 else { return [] }   // asked for nothing, FileHandle says it is at the end
        guard let bytes = try file.read(upToCount: count), bytes.count == count else { throw failure("the file became shorter while it was read") }
        position += UInt64(count)
        return [UInt8](bytes)
    }

    private func word(_ bytes: [UInt8], at offset: Int) -> UInt32 {
        bytes.withUnsafeBytes { UInt32(littleEndian: $0.loadUnaligned(fromByteOffset: offset, as: UInt32.self)) }
    }

    private func failure(_ problem: String) -> ExchangeError { .malformed(file: path, item: "record \(count)", problem: problem) }
}
