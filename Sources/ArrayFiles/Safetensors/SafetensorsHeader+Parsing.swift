extension SafetensorsHeader {
    /// The limit of the format's reference implementation; no real header comes near it.
    private static let longest = 100_000_000

    /// Reads and checks the header: every offset is known to be good before a value is read or memory is taken for it.
    init(of file: InputFile) throws(TensorFileError) {
        let check = SafetensorsCheck(file: file.path)
        guard file.size >= 8 else { throw check.failure("\(file.size) bytes are too few for the length of a header") }
        let length = UInt64(littleEndian: try file.array(of: UInt64.self, at: 0, count: 1)[0])
        guard length <= UInt64(Self.longest), Int(length) <= file.size - 8 else {
            throw check.failure("a header of \(length) bytes in a file of \(file.size)")
        }
        fileSize = file.size
        dataOffset = 8 + Int(length)
        let members = try check.header(try file.bytes(at: 8, count: Int(length)))
        var entries: [Entry] = []
        var metadata: [String: String] = [:]
        for member in members {
            if member.key == "__metadata__" {
                metadata = try check.metadata(member.value)
            } else {
                entries.append(try check.entry(member.key, member.value))
            }
        }
        entries.sort { ($0.range.lowerBound, $0.range.upperBound, $0.name) < ($1.range.lowerBound, $1.range.upperBound, $1.name) }
        try check.coverage(entries, dataSize: file.size - dataOffset)
        self.entries = entries
        self.metadata = metadata
    }
}

/// The rules a header has to meet, each with its own message.
private struct SafetensorsCheck {
    let file: String

    func failure(_ problem: String) -> TensorFileError { .malformed(file: file, format: "safetensors", problem: problem) }

    func header(_ bytes: [UInt8]) throws(TensorFileError) -> [JSONValue.Member] {
        guard bytes.first == UInt8(ascii: "{") else { throw failure("the header does not begin with '{'") }
        do throws(JSONProblem) {
            guard case .object(let members) = try JSONScanner.parse(bytes) else { throw JSONProblem(text: "not an object", offset: 0) }
            if let key = repeated(members) { throw JSONProblem(text: "the name '\(key)' stands twice", offset: 0) }
            return members
        } catch {
            throw failure("header, byte \(error.offset): \(error.text)")
        }
    }

    func metadata(_ value: JSONValue) throws(TensorFileError) -> [String: String] {
        guard case .object(let members) = value else { throw failure("'__metadata__' is not an object") }
        if let key = repeated(members) { throw failure("the metadata key '\(key)' stands twice") }
        var metadata: [String: String] = [:]
        for member in members {
            guard case .string(let text) = member.value else { throw failure("metadata '\(member.key)' is not a text") }
            metadata[member.key] = text
        }
        return metadata
    }

    func entry(_ name: String, _ value: JSONValue) throws(TensorFileError) -> SafetensorsHeader.Entry {
        guard case .object(let members) = value, repeated(members) == nil, members.count == 3,
              case .string(let typeName) = members.first(where: { $0.key == "dtype" })?.value,
              let shape = integers(members.first { $0.key == "shape" }?.value),
              let offsets = integers(members.first { $0.key == "data_offsets" }?.value), offsets.count == 2
        else { throw failure("'\(name)' has not exactly a dtype, a shape and two data_offsets, all lengths being whole and not negative") }
        guard let type = ElementType.safetensorsNames[typeName] else {
            throw .unsupported(
                file: file, array: name, found: "of type \(typeName)",
                supported: ElementType.safetensorsNames.keys.sorted().joined(separator: ", "))
        }
        guard let bytes = type.byteCount(shape: shape) else { throw failure("'\(name)': the size of shape \(shape) overflows") }
        guard offsets[0] <= offsets[1], offsets[1] - offsets[0] == bytes else {
            throw failure("'\(name)': \(typeName) of shape \(shape) takes \(bytes) bytes, the offsets say \(offsets[0]) to \(offsets[1])")
        }
        return .init(name: name, elementType: type, shape: shape, range: offsets[0]..<offsets[1])
    }

    /// The values fill the rest of the file: none overlaps, none is missing, nothing hides between or after them.
    func coverage(_ entries: [SafetensorsHeader.Entry], dataSize: Int) throws(TensorFileError) {
        var end = 0
        for entry in entries {
            guard entry.range.lowerBound == end else {
                let what = entry.range.lowerBound < end ? "overlaps the tensor before it" : "leaves a hole before it"
                throw failure("'\(entry.name)' \(what) (it begins at \(entry.range.lowerBound), the one before ends at \(end))")
            }
            end = entry.range.upperBound
        }
        guard end == dataSize else { throw failure("the tensors take \(end) bytes, the file has \(dataSize) after its header") }
    }

    private func integers(_ value: JSONValue?) -> [Int]? {
        guard case .array(let elements) = value else { return nil }
        var integers: [Int] = []
        for element in elements {
            guard case .integer(let integer) = element, integer >= 0 else { return nil }
            integers.append(integer)
        }
        return integers
    }

    private func repeated(_ members: [JSONValue.Member]) -> String? {
        var seen: Set<String> = []
        return members.first { !seen.insert($0.key).inserted }?.key
    }
}
