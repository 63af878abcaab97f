public import ArrayFiles
import Tensors

/// Reader of the constants of a frozen TensorFlow graph, as the Inception graph of December 2015 is.
///
/// What a batch normalisation does not use is not believed: where an op says `scale_after_normalization: false`, its gamma
/// reads as ones, which is what the op computes with.
///
/// **Source**: tensorflow/core/framework/graph.proto, node_def.proto, attr_value.proto. Texts are left out.
public enum TensorFlowGraph {
    static let format = "TensorFlow graph"

    /// - Throws: ``TensorFileError``: inaccessible, malformed, or unsupported.
    public static func read(_ path: String) throws(TensorFileError) -> TensorDictionary { try read(MappedFile(path)) }

    static func read(_ file: MappedFile) throws(TensorFileError) -> TensorDictionary {
        try file.read(as: format) { bytes throws(FormatProblem) in
            var budget = AllocationBudget(fileSize: bytes.count)
            var dictionary = TensorDictionary()
            var unscaled: Set<String> = []
            var fields = try ProtobufReader(bytes)
            while let (number, value) = try fields.next() {
                guard number == 1, let message = value.bytes else { continue }
                let node = try GraphNode(message)
                if let gamma = node.unusedGamma { unscaled.insert(gamma) }
                guard node.operation == "Const", let tensor = node.tensor else { continue }
                let proto = try TensorProto(tensor)
                let stringType = 7
                guard let number = proto.type, number != stringType else { continue }
                guard let type = ElementType(tensorFlow: number) else {
                    throw .unsupported(item: node.name, found: "of TensorFlow's type \(number)", supported: "floats, integers and booleans")
                }
                try dictionary.insert(try proto.decoded(node.name, as: type, shape: proto.shape, budget: &budget), node.name)
            }
            for name in unscaled {
                guard let count = dictionary.tensors[name]?.values.count else { continue }
                dictionary.tensors[name]?.values = [Float](repeating: 1, count: count)
            }
            guard !dictionary.names.isEmpty else { throw .malformed("it holds no constants; a graph of variables must be frozen first") }
            return dictionary
        }
    }
}

/// `NodeDef`: what one operation of a graph is.
private struct GraphNode {
    private(set) var name = ""
    private(set) var operation = ""
    /// The attribute `value`.
    private(set) var tensor: UnsafeRawBufferPointer?
    private var inputs: [String] = []
    private var scales: Bool?

    init(_ message: UnsafeRawBufferPointer) throws(FormatProblem) {
        var fields = try ProtobufReader(message)
        while let (number, value) = try fields.next() {
            guard let bytes = value.bytes else { continue }
            switch number {
            case 1: name = try text(bytes)
            case 2: operation = try text(bytes)
            case 3: inputs.append(try text(bytes))
            case 5: try read(attribute: bytes)
            default: break
            }
        }
    }

    /// The gamma that a batch normalisation has and does not use: its fifth input.
    var unusedGamma: String? {
        guard operation == "BatchNormWithGlobalNormalization", scales == false, inputs.count == 5 else { return nil }
        return inputs[4]
    }

    /// Key and `AttrValue`.
    private mutating func read(attribute message: UnsafeRawBufferPointer) throws(FormatProblem) {
        var (key, found): (String, UnsafeRawBufferPointer?) = ("", nil)
        var fields = try ProtobufReader(message)
        while let (number, value) = try fields.next() {
            if number == 1, let bytes = value.bytes { key = try text(bytes) }
            if number == 2 { found = value.bytes }
        }
        guard let found, key == "value" || key == "scale_after_normalization" else { return }
        var choices = try ProtobufReader(found)
        if key != "value" { scales = false }   // false is the default, which is not written
        while let (number, value) = try choices.next() {
            if key == "value", number == 8 { tensor = value.bytes }
            if key != "value", number == 5 { scales = value.integer == 1 }
        }
    }
}
