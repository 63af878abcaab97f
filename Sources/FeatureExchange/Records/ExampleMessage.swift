/// A feature of a TensorFlow example: `tf.train.Feature`.
///
/// **Source**: https://github.com/tensorflow/tensorflow/blob/master/tensorflow/core/example/feature.proto and example.proto.
enum ExampleFeature: Hashable {
    case bytes([[UInt8]])
    case floats([Float])
    case integers([Int64])

    static func text(_ text: String) -> ExampleFeature { .bytes([Array(text.utf8)]) }

    func write(to message: inout MessageWriter) {
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

    init(_ bytes: ArraySlice<UInt8>) throws(MessageReader.Damage) {
        var reader = MessageReader(bytes)
        self = .bytes([])
        while let (field, value) = try reader.next() {
            guard case .bytes(let list) = value else { throw MessageReader.Damage() }
            switch field {
            case 1: self = .bytes(try Self.byteValues(list))
            case 2: self = .floats(try Self.floatValues(list))
            case 3: self = .integers(try Self.integerValues(list))
            default: break
            }
        }
    }

    private static func byteValues(_ list: ArraySlice<UInt8>) throws(MessageReader.Damage) -> [[UInt8]] {
        var reader = MessageReader(list)
        var values: [[UInt8]] = []
        while let (field, value) = try reader.next() {
            guard field == 1, case .bytes(let bytes) = value else { throw MessageReader.Damage() }
            values.append(Array(bytes))
        }
        return values
    }

    /// Packed, or one field a value, as old writers have it: both are slices of four-byte words.
    private static func floatValues(_ list: ArraySlice<UInt8>) throws(MessageReader.Damage) -> [Float] {
        var reader = MessageReader(list)
        var values: [Float] = []
        while let (field, value) = try reader.next() {
            guard field == 1, case .bytes(let bytes) = value, bytes.count % 4 == 0 else { throw MessageReader.Damage() }
            bytes.withUnsafeBytes { raw in
                for offset in stride(from: 0, to: raw.count, by: 4) {
                    values.append(Float(bitPattern: UInt32(littleEndian: raw.loadUnaligned(fromByteOffset: offset, as: UInt32.self))))
                }
            }
        }
        return values
    }

    private static func integerValues(_ list: ArraySlice<UInt8>) throws(MessageReader.Damage) -> [Int64] {
        var reader = MessageReader(list)
        var values: [Int64] = []
        while let (field, value) = try reader.next() {
            guard field == 1 else { throw MessageReader.Damage() }
            switch value {
            case .number(let number): values.append(Int64(bitPattern: number))
            case .bytes(let packed):
                var inner = MessageReader(packed)
                while !inner.isAtEnd { values.append(Int64(bitPattern: try inner.varint())) }
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
        var message = MessageWriter()
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

    /// - Throws: `MessageReader.Damage` for bytes that are neither.
    init(_ bytes: [UInt8]) throws(MessageReader.Damage) {
        var reader = MessageReader(bytes[...])
        while let (field, value) = try reader.next() {
            guard case .bytes(let content) = value else { throw MessageReader.Damage() }
            switch field {
            case 1: for (name, feature) in try Self.entries(content) { features[name] = try ExampleFeature(feature) }
            case 2: for (name, list) in try Self.entries(content) { lists[name] = try Self.list(list) }
            default: break
            }
        }
    }

    private static func list(_ content: ArraySlice<UInt8>) throws(MessageReader.Damage) -> [ExampleFeature] {
        var reader = MessageReader(content)
        var features: [ExampleFeature] = []
        while let (field, value) = try reader.next() {
            guard field == 1, case .bytes(let bytes) = value else { throw MessageReader.Damage() }
            features.append(try ExampleFeature(bytes))
        }
        return features
    }

    /// The entries of a map field.
    private static func entries(_ content: ArraySlice<UInt8>) throws(MessageReader.Damage) -> [(String, ArraySlice<UInt8>)] {
        var reader = MessageReader(content)
        var entries: [(String, ArraySlice<UInt8>)] = []
        while let (field, value) = try reader.next() {
            guard field == 1, case .bytes(let entry) = value else { throw MessageReader.Damage() }
            var inner = MessageReader(entry)
            var name = "", feature: ArraySlice<UInt8> = []
            while let (field, value) = try inner.next() {
                guard case .bytes(let bytes) = value else { throw MessageReader.Damage() }
                if field == 1 { name = String(decoding: bytes, as: UTF8.self) }
                if field == 2 { feature = bytes }
            }
            entries.append((name, feature))
        }
        return entries
    }
}
