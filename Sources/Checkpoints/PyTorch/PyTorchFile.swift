public import ArrayFiles

/// Reader of what `torch.save` writes: the zip archives of PyTorch 1.6 and later, and the plain pickles before it.
///
/// Every tensor of the dictionary that was saved comes back, those of nested dictionaries under names joined by dots
/// (`state_dict.fc.weight`). Views keep their elements and lose their strides. No code in a file is run: objects of other kinds
/// (arguments of a command, NumPy's numbers, devices) are left out, and where tensors depend on one the error names it.
///
/// **Source**: torch/serialization.py (`_save`, `_legacy_save`) and torch/_utils.py (`_rebuild_tensor_v2`) of PyTorch 2.
public enum PyTorchFile {
    static let format = "PyTorch"

    /// - Throws: ``TensorFileError``: inaccessible, malformed, or unsupported for what is no plain tensor.
    public static func read(_ path: String) throws(TensorFileError) -> TensorDictionary { try read(MappedFile(path)) }

    static func read(_ file: MappedFile) throws(TensorFileError) -> TensorDictionary {
        try file.read(as: format) { bytes throws(FormatProblem) in
            if bytes.starts(with: StoredZip.signature) { return try readArchive(bytes) }
            if bytes.starts(with: legacyMagic) { return try readLegacy(bytes) }
            throw .malformed("it begins neither like a zip archive nor like the pickle of PyTorch before 1.6")
        }
    }

    private static func readArchive(_ bytes: UnsafeRawBufferPointer) throws(FormatProblem) -> TensorDictionary {
        let zip = try StoredZip(bytes)
        guard let pickle = zip.members.keys.filter({ $0 == "data.pkl" || $0.hasSuffix("/data.pkl") }).min(by: { $0.count < $1.count }) else {
            throw .malformed("the zip archive has no data.pkl, which torch.save writes")
        }
        let folder = pickle.dropLast("data.pkl".count)
        if zip.members[folder + "byteorder"] != nil, try !zip.content(folder + "byteorder").elementsEqual("little".utf8) {
            throw .unsupported(item: "byteorder", found: "not 'little'", supported: "files written on little-endian machines")
        }
        var reader = try PickleReader(try zip.content(pickle))
        let root = try reader.next()
        return try tensors(of: root, in: reader.heap, fileSize: bytes.count) { storage throws(FormatProblem) in
            try zip.content("\(folder)data/\(storage.key)")
        }
    }

    /// Elements of storages, those of the legacy format among them, follow the pickles in the order of their keys.
    private static func readLegacy(_ bytes: UnsafeRawBufferPointer) throws(FormatProblem) -> TensorDictionary {
        var reader = try PickleReader(bytes, at: legacyMagic.count)
        guard case .integer(1001) = try reader.next() else { throw .malformed("its protocol version is not 1001") }
        guard case .dictionary(let system) = try reader.next(), isLittleEndian(reader.heap.dictionaries[system]) else {
            throw .unsupported(item: "little_endian", found: "not true", supported: "files written on little-endian machines")
        }
        let root = try reader.next()
        guard case .list(let place) = try reader.next() else { throw .malformed("the keys of its storages are missing") }
        var starts: [String: (count: Int, offset: Int)] = [:]
        var data = try ByteReader(bytes, at: reader.position)
        for case .text(let key) in reader.heap.lists[place] {
            let count = try data.length(UInt64.self)
            starts[key] = (count, data.position)
            guard let type = reader.storageTypes[key] else { throw .malformed("no tensor uses storage '\(key)', so its type is not known") }
            let (size, overflow) = count.multipliedReportingOverflow(by: type.size)
            _ = try data.take(overflow ? .max : size)
        }
        return try tensors(of: root, in: reader.heap, fileSize: bytes.count) { storage throws(FormatProblem) in
            guard let (count, offset) = starts[storage.key], count == storage.count else {
                throw .malformed("the \(storage.count) elements of storage '\(storage.key)' are not in the file")
            }
            return UnsafeRawBufferPointer(rebasing: bytes[offset..<(offset + count * storage.type.size)])
        }
    }

    /// A pickle of 0x1950a86a20f9469cfc6c, which every legacy file begins with.
    static let legacyMagic: [UInt8] = [0x80, 2, 0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19, 0x2e]

    private static func isLittleEndian(_ system: [(key: PickleValue, value: PickleValue)]) -> Bool {
        system.contains { if case (.text("little_endian"), .boolean(true)) = $0 { true } else { false } }
    }
}
