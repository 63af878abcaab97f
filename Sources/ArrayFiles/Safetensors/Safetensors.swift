import Files
import Tensors

/// Reader and writer of safetensors files, the format weights, tables and models are stored in.
///
/// **Source**: https://github.com/huggingface/safetensors (format section of its README). Checked on reading: the header's
/// length against the file's, unique names, whole lengths, byte ranges that fit shape and type and fill the file exactly.
public enum Safetensors {
    /// Reads every array of a file.
    ///
    /// F32, F16, BF16 and F64 become floats (F64 rounded to the nearest); I8 to I64, U8 to U64 and BOOL become 64-bit integers.
    /// - Throws: ``TensorFileError``: inaccessible, malformed, or unsupported for other element types.
    public static func read(_ path: String) throws(TensorFileError) -> TensorDictionary {
        let file = try InputFile(path)
        let header = try SafetensorsHeader(of: file)
        var dictionary = TensorDictionary(metadata: header.metadata)
        for entry in header.entries {
            switch try read(entry, shape: entry.shape, bytes: entry.range, header, file) {
            case .floats(let tensor): dictionary.tensors[entry.name] = tensor
            case .integers(let tensor): dictionary.integers[entry.name] = tensor
            case .texts: preconditionFailure("safetensors hold no texts")
            }
        }
        return dictionary
    }

    /// Decodes the part of an entry's values that lies at `bytes` and has `shape`.
    static func read(
        _ entry: SafetensorsHeader.Entry, shape: [Int], bytes: Range<Int>, _ header: SafetensorsHeader, _ file: InputFile
    ) throws(TensorFileError) -> StoredArray {
        let offset = header.dataOffset + bytes.lowerBound
        if entry.elementType == .float32 {   // as it stands in memory: every machine we run on is little-endian
            return .floats(Tensor(shape: shape, values: try file.array(at: offset, count: bytes.count / 4)))
        }
        let encoded = try file.bytes(at: offset, count: bytes.count)
        if entry.elementType.isFloatingPoint {
            return .floats(Tensor(shape: shape, values: encoded.withUnsafeBytes { entry.elementType.floats($0) }))
        }
        guard let values = encoded.withUnsafeBytes({ entry.elementType.integers($0) }) else {
            let supported = "integers of 64 bits with a sign"
            throw .unsupported(file: file.path, array: entry.name, found: "a U64 above 2^63 - 1", supported: supported)
        }
        return .integers(IntegerTensor(shape: shape, values: values))
    }

    /// Reads and checks a file's header alone.
    public static func readHeader(_ path: String) throws(TensorFileError) -> SafetensorsHeader {
        try SafetensorsHeader(of: InputFile(path))
    }

    /// Writes floats as F32 and integers as I64, through a temporary sibling that is flushed and renamed.
    ///
    /// Equal dictionaries give equal bytes: integers first (so that both kinds stay aligned), each kind sorted by name.
    /// - Throws: ``TensorFileError/inaccessible(file:reason:)``.
    public static func write(_ dictionary: TensorDictionary, to path: String) throws(TensorFileError) {
        let integers = dictionary.integers.sorted { $0.key < $1.key }
        let tensors = dictionary.tensors.sorted { $0.key < $1.key }
        let layout = integers.map { SafetensorsLayout(name: $0.key, type: .int64, shape: $0.value.shape) }
            + tensors.map { SafetensorsLayout(name: $0.key, type: .float32, shape: $0.value.shape) }
        let header = SafetensorsLayout.header(layout, metadata: dictionary.metadata)
        try writing(path) { file throws(FileError) in
            try file.write(header)
            for (_, tensor) in integers { try file.write(tensor.values) }
            for (_, tensor) in tensors { try file.write(tensor.values) }
        }
    }
}
