import Files
public import Tensors

/// Reader and writer of npy files, NumPy's format for one array.
///
/// Read: floats of 16, 32 and 64 bits (as floats), integers of 8 to 64 bits and booleans (as 64-bit integers), texts of
/// fixed width (S, U); either byte order, C or Fortran order. Pickled objects and structured types are refused.
///
/// **Source**: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
public enum NPY {
    private static let supported = "floats (f2, f4, f8), integers (i1 to i8, u1 to u8), booleans (b1), texts of fixed width (S, U)"

    /// - Throws: ``TensorFileError``: inaccessible, malformed, or unsupported for other types.
    public static func read(_ path: String) throws(TensorFileError) -> StoredArray {
        let file = try InputFile(path)
        return try read(try file.bytes(at: 0, count: file.size), name: "array", file: path)
    }

    /// Writes 32-bit floats, little-endian, C order, through a temporary sibling that is flushed and renamed.
    public static func write(_ tensor: Tensor, to path: String) throws(TensorFileError) {
        try write(tensor.values, type: "<f4", shape: tensor.shape, to: path)
    }

    /// Writes 64-bit integers, little-endian, C order, through a temporary sibling that is flushed and renamed.
    public static func write(_ tensor: IntegerTensor, to path: String) throws(TensorFileError) {
        try write(tensor.values, type: "<i8", shape: tensor.shape, to: path)
    }

    /// Decodes the bytes of an npy file; `name` and `file` are for messages.
    package static func read(_ bytes: [UInt8], name: String, file: String) throws(TensorFileError) -> StoredArray {
        let header = try header(bytes, name: name, file: file)
        return try decode(bytes, from: header.dataOffset, header, name: name, file: file)
    }

    /// Parses the header that `bytes` begin with.
    static func header(_ bytes: [UInt8], name: String, file: String) throws(TensorFileError) -> NPYHeader {
        do throws(NPYProblem) {
            return try NPYHeader(bytes[...])
        } catch {
            switch error {
            case .malformed(let problem): throw .malformed(file: file, format: "npy", problem: "'\(name)': \(problem)")
            case .unsupported(let type): throw .unsupported(file: file, array: name, found: type, supported: supported)
            }
        }
    }

    /// The bytes the elements take.
    static func byteCount(_ header: NPYHeader, name: String, file: String) throws(TensorFileError) -> Int {
        guard let count = elementCount(shape: header.shape), let size = header.element.size,
              case let (needed, overflow) = count.multipliedReportingOverflow(by: size), !overflow
        else { throw .malformed(file: file, format: "npy", problem: "'\(name)': the size of shape \(header.shape) overflows") }
        guard size > 0 || count == 0 else {   // any number of them would fit a file of any size
            throw .malformed(file: file, format: "npy", problem: "'\(name)': \(count) texts of no characters; NumPy gives them one")
        }
        return needed
    }

    /// Decodes elements, which are all that follows `start`.
    static func decode(
        _ bytes: [UInt8], from start: Int = 0, _ header: NPYHeader, name: String, file: String
    ) throws(TensorFileError) -> StoredArray {
        try expectSize(bytes, from: start, header, name: name, file: file)
        let count = header.shape.reduce(1, *)
        let array = bytes.withUnsafeBytes { decode(UnsafeRawBufferPointer(rebasing: $0[start...]), header, count) }
        guard let array else {
            throw .unsupported(file: file, array: name, found: "a text that is not Unicode, or a u8 above 2^63 - 1", supported: supported)
        }
        return array
    }

    private static func expectSize(
        _ bytes: [UInt8], from start: Int, _ header: NPYHeader, name: String, file: String
    ) throws(TensorFileError) {
        let needed = try byteCount(header, name: name, file: file)
        guard bytes.count - start == needed else {
            let problem = "'\(name)' of shape \(header.shape) takes \(needed) bytes, \(bytes.count - start) follow the header"
            throw .malformed(file: file, format: "npy", problem: problem)
        }
    }

    private static func decode(_ bytes: UnsafeRawBufferPointer, _ header: NPYHeader, _ count: Int) -> StoredArray? {
        switch header.element {
        case .number(let type) where type.isFloatingPoint:
            let values = type.floats(bytes, bigEndian: header.bigEndian)
            return .floats(Tensor(shape: header.shape, values: inCOrder(values, header)))
        case .number(let type):
            return type.integers(bytes, bigEndian: header.bigEndian).map {
                .integers(IntegerTensor(shape: header.shape, values: inCOrder($0, header)))
            }
        case .bytes(let width):
            return texts(header, count) { UnpaddedText.utf8(UnsafeRawBufferPointer(rebasing: bytes[($0 * width)..<(($0 + 1) * width)])) }
        case .codePoints(let width):
            return texts(header, count) { index in
                let words = (0..<width).map { bytes.loadUnaligned(fromByteOffset: (index * width + $0) * 4, as: UInt32.self) }
                return UnpaddedText.utf32(words.map { header.bigEndian ? UInt32(bigEndian: $0) : UInt32(littleEndian: $0) })
            }
        }
    }

    private static func texts(_ header: NPYHeader, _ count: Int, _ text: (Int) -> String?) -> StoredArray? {
        var values: [String] = []
        for index in 0..<count {
            guard let value = text(index) else { return nil }
            values.append(value)
        }
        return .texts(shape: header.shape, values: inCOrder(values, header))
    }

    /// Values whose first axis varies fastest, moved so that the last one does.
    private static func inCOrder<Value>(_ values: [Value], _ header: NPYHeader) -> [Value] {
        guard header.fortranOrder, header.shape.count > 1, !values.isEmpty else { return values }
        var strides = [1]
        for length in header.shape.dropLast() { strides.append(strides.last! * length) }
        var position = [Int](repeating: 0, count: header.shape.count)
        var source = 0
        return values.indices.map { _ in
            defer {
                var axis = position.count - 1
                while axis >= 0 {
                    position[axis] += 1
                    source += strides[axis]
                    guard position[axis] == header.shape[axis] else { break }
                    source -= strides[axis] * header.shape[axis]
                    position[axis] = 0
                    axis -= 1
                }
            }
            return values[source]
        }
    }

    private static func write<Element: BitwiseCopyable>(
        _ values: [Element], type: String, shape: [Int], to path: String
    ) throws(TensorFileError) {
        try writing(path) { file throws(FileError) in
            try file.write(headerBytes(type: type, shape: shape))
            try file.write(values)
        }
    }

    /// What comes before the elements in a file of version 1.0, padded so that they are aligned to 64 bytes.
    private static func headerBytes(type: String, shape: [Int]) -> [UInt8] {
        let lengths = shape.map { "\($0)," }.joined(separator: " ")
        let tuple = shape.count == 1 ? "(\(lengths))" : "(\(lengths.dropLast()))"
        let dictionary = "{'descr': '\(type)', 'fortran_order': False, 'shape': \(tuple), }"
        let padding = 64 - (10 + dictionary.utf8.count + 1) % 64
        let text = dictionary + String(repeating: " ", count: padding % 64) + "\n"
        let start: [UInt8] = [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(text.utf8.count & 0xff), UInt8(text.utf8.count >> 8)]
        return start + Array(text.utf8)
    }
}

extension NPY {
    /// The beginning of a file of float32, float64, uint8 or int64 in C order; the elements as they lie in memory follow.
    public static func header(of type: ElementType, shape: [Int]) -> [UInt8] {
        let name = switch type {
        case .float32: "<f4"
        case .float64: "<f8"
        case .uint8: "|u1"
        case .int64: "<i8"
        default: preconditionFailure("npy files of \(type) are not written")
        }
        return headerBytes(type: name, shape: shape)
    }

    /// A whole file of texts, [N], as NumPy's `U`: four bytes a code point, as wide as the longest.
    public static func file(of texts: [String]) -> [UInt8] {
        let width = max(1, texts.map(\.unicodeScalars.count).max() ?? 1)
        var bytes = headerBytes(type: "<U\(width)", shape: [texts.count])
        for text in texts {
            for scalar in text.unicodeScalars { withUnsafeBytes(of: scalar.value.littleEndian) { bytes.append(contentsOf: $0) } }
            bytes.append(contentsOf: repeatElement(0, count: 4 * (width - text.unicodeScalars.count)))
        }
        return bytes
    }

    /// A whole file as bytes, for archives.
    public static func file<Element: BitwiseCopyable>(of type: ElementType, shape: [Int], _ elements: [Element]) -> [UInt8] {
        precondition(MemoryLayout<Element>.stride == type.size && elements.count == shape.reduce(1, *))
        return header(of: type, shape: shape) + elements.withUnsafeBytes { Array($0) }
    }

    /// Decodes a whole file that stands in memory; `name` and `file` are for messages.
    ///
    /// - Throws: as ``read(_:)``.
    public static func decode(_ bytes: [UInt8], name: String, file: String) throws(TensorFileError) -> StoredArray {
        try read(bytes, name: name, file: file)
    }

    /// Reads floats in double precision, for parameters whose last digits decide how results are rounded.
    ///
    /// - Throws: as ``read(_:)``; unsupported for anything but floats.
    public static func readDoubles(_ path: String) throws(TensorFileError) -> (shape: [Int], values: [Double]) {
        let file = try InputFile(path)
        return try doubles(try file.bytes(at: 0, count: file.size), name: "array", file: path)
    }

    static func doubles(_ bytes: [UInt8], name: String, file: String) throws(TensorFileError) -> (shape: [Int], values: [Double]) {
        let header = try header(bytes, name: name, file: file)
        return (header.shape, try doubles(bytes, from: header.dataOffset, header, name: name, file: file))
    }

    static func doubles(
        _ bytes: [UInt8], from start: Int, _ header: NPYHeader, name: String, file: String
    ) throws(TensorFileError) -> [Double] {
        try expectSize(bytes, from: start, header, name: name, file: file)
        guard case .number(let type) = header.element, type.isFloatingPoint else {
            throw .unsupported(file: file, array: name, found: "no array of floats", supported: "floats of 2, 4 or 8 bytes")
        }
        let values = bytes.withUnsafeBytes { bytes in
            let elements = UnsafeRawBufferPointer(rebasing: bytes[start...])
            return type == .float64
                ? type.doubles(elements, bigEndian: header.bigEndian)
                : type.floats(elements, bigEndian: header.bigEndian).map(Double.init)
        }
        return inCOrder(values, header)
    }
}
