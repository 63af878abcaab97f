import Files
import Foundation

/// Writes a TFRecord file: each record with its length and masked checksums.
///
/// **Source**: https://www.tensorflow.org/tutorials/load_data/tfrecord, "TFRecords format details".
public final class RecordWriter {
    private let file: OutputFile
    private let path: String
    private var buffer: [UInt8] = []

    /// - Throws: ``TensorFileError/inaccessible(file:reason:)``, as all calls here.
    public init(replacing path: String) throws(TensorFileError) {
        file = try writable(path) { () throws(FileError) in try OutputFile(replacing: path) }
        self.path = path
    }


    public func write(_ record: [UInt8]) throws(TensorFileError) {
        let length = withUnsafeBytes(of: UInt64(record.count).littleEndian) { Array($0) }
        buffer += length
        append(checksum(length))
        buffer += record
        append(checksum(record))
        if buffer.count >= 1 << 20 { try flush() }
    }

    /// Gives the file its name.
    public func commit() throws(TensorFileError) {
        try flush()
        try writable(path) { () throws(FileError) in try file.commit() }
    }

    private func append(_ word: UInt32) { withUnsafeBytes(of: word.littleEndian) { buffer.append(contentsOf: $0) } }

    private func flush() throws(TensorFileError) {
        try writable(path) { () throws(FileError) in try file.write(buffer) }
        buffer.removeAll(keepingCapacity: true)
    }
}

/// Reads the records of a TFRecord file; every length and checksum is checked before a record is believed.
public final class RecordReader {
    private let path: String
    private let file: InputFile
    private var position = 0
    private var size: Int { file.size }
    /// Records read so far.
    public private(set) var count = 0

    /// - Throws: ``TensorFileError/inaccessible(file:reason:)``.
    public init(_ path: String) throws(TensorFileError) {
        self.path = path
        file = try InputFile(path)
    }

    /// The next record; nil at the end.
    ///
    /// - Throws: ``TensorFileError``: malformed, with the number of the record; inaccessible.
    public func next() throws(TensorFileError) -> [UInt8]? {
        guard position < size else { return nil }
        guard size - position >= 16 else { throw failure("\(size - position) bytes are left, too few for a record") }
        let header = try take(12)
        let length = header.withUnsafeBytes { Int(clamping: UInt64(littleEndian: $0.loadUnaligned(as: UInt64.self))) }
        guard word(header, at: 8) == checksum(header[..<8]) else { throw failure("the checksum of its length is wrong") }
        guard length <= size - position, size - position - length >= 4 else {
            throw failure("it is said to have \(length) bytes, and \(size - position) are left of the file")
        }
        let record = try take(length)
        guard word(try take(4), at: 0) == checksum(record) else { throw failure("its checksum is wrong") }
        count += 1
        return record
    }

    private func take(_ count: Int) throws(TensorFileError) -> [UInt8] {
        defer { position += count }
        return try file.bytes(at: position, count: count)
    }

    private func word(_ bytes: [UInt8], at offset: Int) -> UInt32 {
        bytes.withUnsafeBytes { UInt32(littleEndian: $0.loadUnaligned(fromByteOffset: offset, as: UInt32.self)) }
    }

    private func failure(_ problem: String) -> TensorFileError {
        .malformed(file: path, format: "TFRecord", problem: "record \(count): \(problem)")
    }
}

/// The checksum that stands behind a length or a record.
private func checksum(_ bytes: some ContiguousBytes) -> UInt32 { bytes.withUnsafeBytes { CRC32.castagnoli.masked($0) } }
