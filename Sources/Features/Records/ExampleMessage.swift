import ArrayFiles

/// A feature of a TensorFlow example: `tf.train.Feature`.
///
/// **Source**: https://github.com/tensorflow/tensorflow/blob/master/tensorflow/core/example/feature.proto and example.proto.
enum ExampleFeature: Hashable {
    case bytes([[UInt8]])
    case floats([Float])
    case integers([Int64])

    static func text(_ text: String) -> ExampleFeature { .bytes([Array(text.utf8)]) }

    func write(to message: inout ProtobufWriter) {
        switch self {
        case .bytes(let values): message.write(1) { list in for value in values { list.write(1, value) } }
        case .floats(let values):
            let packed = values.withUnsafeBytes { Array($0) }   // little-endian, as the format wants them
            message.write(2) { $0.write(1, packed) }
        case .integers(let values):
            message.write(3) { list in
                list.write(1) { packed in for value in values { packed.varint(UInt64(bitPattern: value)) } }
            }
        }
    }

    init(_ message: UnsafeRawBufferPointer) throws(FormatProblem) {
        var reader = try ProtobufReader(message)
        self = .bytes([])
        while let (field, value) = try reader.next() {
            guard let list = value.bytes else { throw .malformed("a feature is not a message") }
            switch field {
            case 1: self = .bytes(try Self.byteValues(list))
            case 2: self = .floats(try Self.floatValues(list))
            case 3: self = .integers(try Self.integerValues(list))
            default: break
            }
        }
    }

    private static func byteValues(_ list: UnsafeRawBufferPointer) throws(FormatProblem) -> [[UInt8]] {
        var reader = try ProtobufReader(list)
        var values: [[UInt8]] = []
        while let (field, value) = try reader.next() {
            guard field == 1, let bytes = value.bytes else { throw .malformed("a list of bytes holds something else") }
            values.append(Array(bytes))
        }
        return values
    }

    /// Packed, or one field a value, as old writers have it.
    private static func floatValues(_ list: UnsafeRawBufferPointer) throws(FormatProblem) -> [Float] {
        var reader = try ProtobufReader(list)
        var values: [Float] = []
        while let (field, value) = try reader.next() {
            if field == 1, let float = value.float {
                values.append(float)
            } else if field == 1, let packed = value.bytes, packed.count % 4 == 0 {
                values += ElementType.float32.floats(packed)
            } else {
                throw .malformed("a list of floats holds something else")
            }
        }
        return values
    }

    private static func integerValues(_ list: UnsafeRawBufferPointer) throws(FormatProblem) -> [Int64] {
        var reader = try ProtobufReader(list)
        var values: [Int64] = []
        while let (field, value) = try reader.next() {
            guard field == 1 else { throw .malformed("a list of integers holds something else") }
            switch value {
            case .varint(let number): values.append(Int64(bitPattern: number))
            case .bytes(let packed):
                var inner = try ByteReader(packed)
                while inner.remaining > 0 { values.append(Int64(bitPattern: try inner.varint())) }
            case .fixed32, .fixed64: throw .malformed("a list of integers holds something else")
            }
        }
        return values
    }
}

/// `tf.train.Example` and `tf.train.SequenceExample`: named features, and named lists of them.
struct ExampleMessage: Hashable {
    /// An Example's features; a SequenceExample's context.
    var features: [String: ExampleFeature] = [:]
    var lists: [String: [ExampleFeature]] = [:]

    /// As a SequenceExample, or as an Example, which has no lists; keys in order, so that equal messages have equal bytes.
    func bytes(isSequence: Bool) -> [UInt8] {
        var message = ProtobufWriter()
        message.write(1) { map in
            for (name, feature) in features.sorted(by: { $0.key < $1.key }) {
                map.write(1) { entry in
                    entry.write(1, Array(name.utf8))
                    entry.write(2) { feature.write(to: &$0) }
                }
            }
        }
        guard isSequence else { return message.bytes }
        message.write(2) { map in
            for (name, list) in lists.sorted(by: { $0.key < $1.key }) {
                map.write(1) { entry in
                    entry.write(1, Array(name.utf8))
                    entry.write(2) { inner in for feature in list { inner.write(1) { feature.write(to: &$0) } } }
                }
            }
        }
        return message.bytes
    }

    init() {}

    /// - Throws: `FormatProblem` for bytes that are neither.
    init(_ bytes: [UInt8]) throws(FormatProblem) {
        let parsed = bytes.withUnsafeBytes { bytes in Result { () throws(FormatProblem) in try ExampleMessage(message: bytes) } }
        self = try parsed.get()
    }

    private init(message: UnsafeRawBufferPointer) throws(FormatProblem) {
        var reader = try ProtobufReader(message)
        while let (field, value) = try reader.next() {
            guard let content = value.bytes else { throw .malformed("an example's field \(field) is not a message") }
            switch field {
            case 1: for (name, feature) in try Self.entries(content) { features[name] = try ExampleFeature(feature) }
            case 2: for (name, list) in try Self.entries(content) { lists[name] = try Self.list(list) }
            default: break
            }
        }
    }

    private static func list(_ content: UnsafeRawBufferPointer) throws(FormatProblem) -> [ExampleFeature] {
        var reader = try ProtobufReader(content)
        var features: [ExampleFeature] = []
        while let (field, value) = try reader.next() {
            guard field == 1, let bytes = value.bytes else { throw .malformed("a feature list holds something else") }
            features.append(try ExampleFeature(bytes))
        }
        return features
    }

    /// The entries of a map field.
    private static func entries(
        _ content: UnsafeRawBufferPointer
    ) throws(FormatProblem) -> [(name: String, value: UnsafeRawBufferPointer)] {
        var reader = try ProtobufReader(content)
        var entries: [(String, UnsafeRawBufferPointer)] = []
        while let (_, value) = try reader.next() {
            guard let entry = value.bytes else { throw .malformed("an entry of a map is not a message") }
            var inner = try ProtobufReader(entry)
            var name = "", feature = UnsafeRawBufferPointer(start: nil, count: 0)
            while let (field, value) = try inner.next() {
                guard let bytes = value.bytes else { throw .malformed("an entry of a map has another kind of key or value") }
                if field == 1 { name = String(decoding: bytes, as: UTF8.self) }
                if field == 2 { feature = bytes }
            }
            entries.append((name, feature))
        }
        return entries
    }
}
