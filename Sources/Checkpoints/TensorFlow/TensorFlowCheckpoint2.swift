public import ArrayFiles
import Foundation

/// Reader of TensorFlow's second checkpoint format: `PREFIX.index`, a table of where each tensor lies, and the bytes in
/// `PREFIX.data-00000-of-00001` and so on.
///
/// **Source**: tensorflow/core/protobuf/tensor_bundle.proto and util/tensor_bundle. Variables partitioned into several slices
/// are refused; texts, such as the object graph of TensorFlow 2, are left out, for no network computes with them.
public enum TensorFlowCheckpoint2 {
    static let format = "TensorFlow checkpoint (V2)"

    /// - Parameter path: the index, a data file, or the prefix they share.
    /// - Throws: ``TensorFileError``: inaccessible, malformed, or unsupported.
    public static func read(_ path: String) throws(TensorFileError) -> TensorDictionary {
        let prefix = prefix(of: path)
        return try read(index: MappedFile(prefix + ".index")) { shard, count throws(TensorFileError) in
            try MappedFile("\(prefix).data-\(fiveDigits(shard))-of-\(fiveDigits(count))")
        }
    }

    /// What stands before `.index` or `.data-00000-of-00001`.
    static func prefix(of path: String) -> String {
        if path.hasSuffix(".index") { return String(path.dropLast(6)) }
        guard let data = path.range(of: ".data-", options: .backwards), path[data.upperBound...].contains("-of-") else { return path }
        return String(path[..<data.lowerBound])
    }

    static func read(
        index: MappedFile, shard open: (Int, Int) throws(TensorFileError) -> MappedFile
    ) throws(TensorFileError) -> TensorDictionary {
        let (shards, entries) = try index.read(as: format, Self.contents)
        var dictionary = TensorDictionary()
        for shard in Set(entries.map(\.shard)).sorted() {
            let file = try open(shard, shards)
            var budget = AllocationBudget(fileSize: file.size)
            let part = try file.read(as: format) { bytes throws(FormatProblem) in
                var part = TensorDictionary()
                for entry in entries where entry.shard == shard { try part.insert(try entry.decoded(from: bytes, budget: &budget), entry.name) }
                return part
            }
            dictionary.tensors.merge(part.tensors) { first, _ in first }
            dictionary.integers.merge(part.integers) { first, _ in first }
        }
        return dictionary
    }

    /// The number of data files, and the entries that hold numbers.
    private static func contents(_ bytes: UnsafeRawBufferPointer) throws(FormatProblem) -> (shards: Int, entries: [BundleEntry]) {
        var shards = 0
        var entries: [BundleEntry] = []
        var names: Set<String> = []
        try SortedTable(bytes).forEach { key, value throws(FormatProblem) in
            guard !key.isEmpty else {
                shards = try Self.shardCount(value)
                return
            }
            let result = key.withUnsafeBytes { key in Result { () throws(FormatProblem) in try text(key) } }
            let name = try result.get()
            guard names.insert(name).inserted else { throw .malformed("'\(name)' stands twice in it") }
            guard let entry = try BundleEntry(value, name: name) else { return }
            guard (0..<shards).contains(entry.shard) else { throw .malformed("'\(name)' is in data file \(entry.shard) of \(shards)") }
            entries.append(entry)
        }
        return (shards, entries)
    }

    /// Of `BundleHeaderProto`.
    private static func shardCount(_ message: UnsafeRawBufferPointer) throws(FormatProblem) -> Int {
        var shards = 0
        var fields = try ProtobufReader(message)
        while let (number, value) = try fields.next() {
            if number == 1 { shards = value.integer ?? 0 }
            guard number != 2 || value.integer == 0 else {
                throw .unsupported(item: "endianness", found: "big", supported: "files written on little-endian machines")
            }
        }
        guard (1...100_000).contains(shards) else { throw .malformed("it announces \(shards) data files") }
        return shards
    }

    private static func fiveDigits(_ number: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, 5 - digits.count)) + digits
    }
}

/// Where a tensor lies: `BundleEntryProto`.
private struct BundleEntry {
    let name: String
    let shard: Int
    private let type: ElementType
    private let shape: [Int]
    private let offset: Int
    private let size: Int
    private let checksum: UInt32

    /// Nil for texts.
    init?(_ message: UnsafeRawBufferPointer, name: String) throws(FormatProblem) {
        var (type, shape, shard, offset, size, checksum) = (0, [Int](), 0, 0, 0, UInt32(0))
        var fields = try ProtobufReader(message)
        while let (number, value) = try fields.next() {
            switch (number, value) {
            case (1, .varint(let value)): type = Int(clamping: value)
            case (2, .bytes(let message)): shape = try TensorShapeProto.lengths(message)
            case (3, .varint(let value)): shard = Int(clamping: value)
            case (4, .varint(let value)): offset = Int(clamping: value)
            case (5, .varint(let value)): size = Int(clamping: value)
            case (6, .fixed32(let value)): checksum = value
            case (7, .bytes): throw .unsupported(item: name, found: "cut into slices", supported: "variables in one piece")
            default: break
            }
        }
        let stringType = 7
        if type == stringType { return nil }
        guard let element = ElementType(tensorFlow: type) else {
            throw .unsupported(item: name, found: "of TensorFlow's type \(type)", supported: "floats, integers and booleans")
        }
        guard element.byteCount(shape: shape) == size else { throw .malformed("'\(name)' of shape \(shape) does not take \(size) bytes") }
        (self.name, self.type, self.shape, self.shard, self.offset, self.size, self.checksum) = (name, element, shape, shard, offset, size, checksum)
    }

    func decoded(from data: UnsafeRawBufferPointer, budget: inout AllocationBudget) throws(FormatProblem) -> StoredArray {
        try budget.spend(on: name, type, elements: size / type.size)
        var reader = try ByteReader(data, at: offset)
        let content = try reader.take(size)
        guard CRC32.castagnoli.masked(content) == checksum else { throw .malformed("the checksum of '\(name)' is wrong") }
        return try StoredArray(content, as: type, shape: shape, name: name)
    }
}

extension TensorFileFormat {
    /// The index of a checkpoint in several files, of which `path` is one, or their common prefix.
    public static func index(ofCheckpoint path: String) -> String { TensorFlowCheckpoint2.prefix(of: path) + ".index" }
}
