public import ArrayFiles

/// Reader of TensorFlow's first checkpoint format: one file, a table of slices of tensors, as `vggish_model.ckpt` is.
///
/// **Source**: tensorflow/core/util/saved_tensor_slice.proto and tensor_slice_writer.cc. Variables partitioned into several
/// slices are refused; texts are left out, for no network computes with them.
public enum TensorFlowCheckpoint1 {
    static let format = "TensorFlow checkpoint (V1)"

    /// - Throws: ``TensorFileError``: inaccessible, malformed, or unsupported.
    public static func read(_ path: String) throws(TensorFileError) -> TensorDictionary { try read(MappedFile(path)) }

    static func read(_ file: MappedFile) throws(TensorFileError) -> TensorDictionary {
        try file.read(as: format) { bytes throws(FormatProblem) in
            var variables: [String: Variable] = [:]
            var budget = AllocationBudget(fileSize: bytes.count)
            var dictionary = TensorDictionary()
            try SortedTable(bytes).forEach { key, value throws(FormatProblem) in
                if key.isEmpty {   // sorts before all others: what the file holds
                    variables = try Self.variables(value)
                    return
                }
                guard let (name, message) = try Self.slice(value), let variable = variables.removeValue(forKey: name) else {
                    throw .malformed("it holds a slice that its table of contents does not name")
                }
                guard let type = variable.type else { return }
                let array = try TensorProto(message).decoded(name, as: type, shape: variable.shape, budget: &budget)
                try dictionary.insert(array, name)
            }
            if let name = variables.keys.min() { throw .malformed("the values of '\(name)' are missing") }
            return dictionary
        }
    }

    private struct Variable {
        let shape: [Int]
        /// Nil for texts.
        let type: ElementType?
    }

    /// Of `SavedTensorSlices`, field 1: `SavedTensorSliceMeta`, field 1: `SavedSliceMeta`.
    private static func variables(_ message: UnsafeRawBufferPointer) throws(FormatProblem) -> [String: Variable] {
        var variables: [String: Variable] = [:]
        var outer = try ProtobufReader(message)
        while let (number, value) = try outer.next() {
            guard number == 1, let contents = value.bytes else { continue }
            var fields = try ProtobufReader(contents)
            while let (number, value) = try fields.next() {
                guard number == 1, let meta = value.bytes else { continue }
                let (name, variable) = try Self.variable(meta)
                guard variables.updateValue(variable, forKey: name) == nil else { throw .malformed("'\(name)' stands twice in it") }
            }
        }
        return variables
    }

    private static func variable(_ meta: UnsafeRawBufferPointer) throws(FormatProblem) -> (String, Variable) {
        var (name, shape, type, slices) = ("", [Int](), 0, 0)
        var fields = try ProtobufReader(meta)
        while let (number, value) = try fields.next() {
            switch (number, value) {
            case (1, .bytes(let bytes)): name = try text(bytes)
            case (2, .bytes(let bytes)): shape = try TensorShapeProto.lengths(bytes)
            case (3, .varint(let number)): type = Int(clamping: number)
            case (4, .bytes): slices += 1
            default: break
            }
        }
        guard slices == 1 else {
            throw .unsupported(item: name, found: "cut into \(slices) slices", supported: "variables in one piece")
        }
        let stringType = 7
        guard type == stringType || ElementType(tensorFlow: type) != nil else {
            throw .unsupported(item: name, found: "of TensorFlow's type \(type)", supported: "floats, integers and booleans")
        }
        return (name, Variable(shape: shape, type: ElementType(tensorFlow: type)))
    }

    /// Of `SavedTensorSlices`, field 2: `SavedSlice`: a variable's name and its `TensorProto`.
    private static func slice(_ message: UnsafeRawBufferPointer) throws(FormatProblem) -> (String, UnsafeRawBufferPointer)? {
        var outer = try ProtobufReader(message)
        while let (number, value) = try outer.next() {
            guard number == 2, let slice = value.bytes else { continue }
            var (name, data): (String, UnsafeRawBufferPointer?) = ("", nil)
            var fields = try ProtobufReader(slice)
            while let (number, value) = try fields.next() {
                if number == 1, let bytes = value.bytes { name = try text(bytes) }
                if number == 3, let bytes = value.bytes { data = bytes }
            }
            return data.map { (name, $0) }
        }
        return nil
    }
}
