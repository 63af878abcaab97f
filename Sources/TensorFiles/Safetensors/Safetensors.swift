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
            let offset = header.dataOffset + entry.range.lowerBound
            if entry.elementType == .float32 {   // as it stands in memory: every machine we run on is little-endian
                let values = try file.array(of: Float.self, at: offset, count: entry.range.count / 4)
                dictionary.tensors[entry.name] = Tensor(shape: entry.shape, values: values)
                continue
            }
            let bytes = try file.bytes(at: offset, count: entry.range.count)
            if entry.elementType.isFloatingPoint {
                dictionary.tensors[entry.name] = Tensor(shape: entry.shape, values: bytes.withUnsafeBytes { entry.elementType.floats($0) })
            } else {
                guard let values = bytes.withUnsafeBytes({ entry.elementType.integers($0) }) else {
                    let supported = "integers of 64 bits with a sign"
                    throw .unsupported(file: path, array: entry.name, found: "a U64 above 2^63 - 1", supported: supported)
                }
                dictionary.integers[entry.name] = IntegerTensor(shape: entry.shape, values: values)
            }
        }
        return dictionary
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
        let header = headerBytes(dictionary.metadata, integers, tensors)
        try writing(path) { file throws(FileError) in
            try file.write(header)
            for (_, tensor) in integers { try file.write(tensor.values) }
            for (_, tensor) in tensors { try file.write(tensor.values) }
        }
    }
}

/// The length and the JSON header, padded with spaces to a multiple of eight bytes.
private func headerBytes(
    _ metadata: [String: String], _ integers: [(key: String, value: IntegerTensor)], _ tensors: [(key: String, value: Tensor)]
) -> [UInt8] {
    var members: [String] = []
    if !metadata.isEmpty {
        let texts = metadata.sorted { $0.key < $1.key }.map { "\(quoted($0.key)):\(quoted($0.value))" }
        members.append("\"__metadata__\":{\(texts.joined(separator: ","))}")
    }
    var end = 0
    func append(_ name: String, _ type: String, _ shape: [Int], _ bytes: Int) {
        precondition(name != "__metadata__", "'__metadata__' is no tensor's name")
        let lengths = shape.map(String.init).joined(separator: ",")
        members.append("\(quoted(name)):{\"dtype\":\"\(type)\",\"shape\":[\(lengths)],\"data_offsets\":[\(end),\(end + bytes)]}")
        end += bytes
    }
    for (name, tensor) in integers { append(name, "I64", tensor.shape, tensor.values.count * 8) }
    for (name, tensor) in tensors { append(name, "F32", tensor.shape, tensor.values.count * 4) }
    var header = Array("{\(members.joined(separator: ","))}".utf8)
    header.append(contentsOf: repeatElement(UInt8(ascii: " "), count: (8 - header.count % 8) % 8))
    return withUnsafeBytes(of: UInt64(header.count).littleEndian) { Array($0) } + header
}

/// A JSON text: quotes, backslashes and control characters escaped, everything else as UTF-8.
private func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
        switch scalar {
        case "\"": result += "\\\""
        case "\\": result += "\\\\"
        case "\u{0}"..<" ":
            let digits = String(scalar.value, radix: 16)
            result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        default: result.unicodeScalars.append(scalar)
        }
    }
    return result + "\""
}
