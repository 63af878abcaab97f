/// A tensor of a file to be written: its place follows from those before it.
struct SafetensorsLayout {
    let name: String
    let type: ElementType
    let shape: [Int]

    var byteCount: Int { shape.reduce(type.size, *) }

    /// The length and the JSON header of a file, padded with spaces to a multiple of eight bytes.
    static func header(_ tensors: [SafetensorsLayout], metadata: [String: String]) -> [UInt8] {
        var members: [String] = []
        if !metadata.isEmpty {
            let texts = metadata.sorted { $0.key < $1.key }.map { "\(quoted($0.key)):\(quoted($0.value))" }
            members.append("\"__metadata__\":{\(texts.joined(separator: ","))}")
        }
        var end = 0
        for tensor in tensors {
            precondition(tensor.name != "__metadata__", "'__metadata__' is no tensor's name")
            guard let type = ElementType.safetensorsNames.first(where: { $0.value == tensor.type })?.key else {
                preconditionFailure("safetensors have no \(tensor.type)")
            }
            let lengths = tensor.shape.map(String.init).joined(separator: ",")
            let offsets = "\(end),\(end + tensor.byteCount)"
            members.append("\(quoted(tensor.name)):{\"dtype\":\"\(type)\",\"shape\":[\(lengths)],\"data_offsets\":[\(offsets)]}")
            end += tensor.byteCount
        }
        var header = Array("{\(members.joined(separator: ","))}".utf8)
        header.append(contentsOf: repeatElement(UInt8(ascii: " "), count: (8 - header.count % 8) % 8))
        return withUnsafeBytes(of: UInt64(header.count).littleEndian) { Array($0) } + header
    }
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
