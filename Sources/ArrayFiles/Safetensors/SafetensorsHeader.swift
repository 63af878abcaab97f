/// What a safetensors file says it holds, without the values.
public struct SafetensorsHeader: Hashable, Sendable {
    public struct Entry: Hashable, Sendable {
        public let name: String
        public let elementType: ElementType
        public let shape: [Int]
        /// Bytes of the values, counted from the end of the header.
        public let range: Range<Int>
    }

    /// In the order of the values in the file.
    public let entries: [Entry]
    public let metadata: [String: String]
    /// Bytes of the whole file.
    public let fileSize: Int
    /// Bytes before the first value.
    let dataOffset: Int
}

extension ElementType {
    /// The format's own names of the types that are read.
    static let safetensorsNames: [String: ElementType] = [
        "F16": .float16, "BF16": .bfloat16, "F32": .float32, "F64": .float64,
        "I8": .int8, "I16": .int16, "I32": .int32, "I64": .int64,
        "U8": .uint8, "U16": .uint16, "U32": .uint32, "U64": .uint64, "BOOL": .bool,
    ]
}
