/// The header of an npy file: how its elements are encoded and ordered.
struct NPYHeader: Hashable {
    enum Element: Hashable {
        case number(ElementType)
        /// NUL-padded bytes, `count` to an element.
        case bytes(count: Int)
        /// NUL-padded code points of four bytes each, `count` to an element.
        case codePoints(count: Int)

        /// Bytes an element takes; nil if they do not fit an `Int`.
        var size: Int? {
            switch self {
            case .number(let type): return type.size
            case .bytes(let count): return count
            case .codePoints(let count):
                let (bytes, overflow) = count.multipliedReportingOverflow(by: 4)
                return overflow ? nil : bytes
            }
        }
    }

    let element: Element
    let bigEndian: Bool
    let fortranOrder: Bool
    let shape: [Int]
    /// Bytes before the first element.
    let dataOffset: Int
}

extension NPYHeader {
    /// The header of `count` rows of the same array.
    func ofRows(_ count: Int) -> NPYHeader {
        NPYHeader(
            element: element, bigEndian: bigEndian, fortranOrder: fortranOrder, shape: [count] + shape.dropFirst(), dataOffset: dataOffset)
    }
}

/// Why a header is refused.
enum NPYProblem: Error {
    case malformed(String)
    case unsupported(type: String)
}

extension NPYHeader {
    /// Longest header that is parsed; NumPy itself refuses longer ones unless told otherwise.
    private static let longest = 10_000

    /// Parses the beginning of a file.
    init(_ bytes: ArraySlice<UInt8>) throws(NPYProblem) {
        let bytes = Array(bytes.prefix(Self.longest + 12))
        guard bytes.starts(with: [0x93] + Array("NUMPY".utf8)), bytes.count >= 10 else {
            throw .malformed("it does not begin with '\\x93NUMPY'")
        }
        let start: Int
        let length: Int
        switch bytes[6] {
        case 1: (start, length) = (10, Int(bytes[8]) | Int(bytes[9]) << 8)
        case 2, 3:
            guard bytes.count >= 12 else { throw .malformed("the header is cut short") }
            (start, length) = (12, (0..<4).reduce(0) { $0 | Int(bytes[8 + $1]) << (8 * $1) })
        default: throw .malformed("version \(bytes[6]) of the format is unknown")
        }
        guard length <= Self.longest else { throw .malformed("a header of \(length) bytes") }
        guard start + length <= bytes.count else { throw .malformed("the header is cut short") }
        let fields = try PythonLiteral.dictionary(Array(bytes[start..<(start + length)]))
        guard Set(fields.keys) == ["descr", "fortran_order", "shape"],
              case .boolean(let fortranOrder) = fields["fortran_order"], case .tuple(let shape) = fields["shape"]
        else { throw .malformed("the header has not exactly 'descr', 'fortran_order' and 'shape'") }
        guard case .text(let type) = fields["descr"] else { throw .unsupported(type: "a structured type") }
        (element, bigEndian) = try Self.element(type)
        self.fortranOrder = fortranOrder
        self.shape = shape
        dataOffset = start + length
    }

    private static let numbers: [String: ElementType] = [
        "f2": .float16, "f4": .float32, "f8": .float64, "i1": .int8, "i2": .int16, "i4": .int32, "i8": .int64,
        "u1": .uint8, "u2": .uint16, "u4": .uint32, "u8": .uint64, "b1": .bool,
    ]

    private static func element(_ type: String) throws(NPYProblem) -> (Element, Bool) {
        guard let order = type.first, "<>|=".contains(order) else { throw .unsupported(type: "type '\(type)'") }
        let (bigEndian, code) = (order == ">", String(type.dropFirst()))
        if let number = numbers[code] { return (.number(number), bigEndian) }
        if code.hasPrefix("O") { throw .unsupported(type: "pickled Python objects, which are never loaded") }
        if let count = Int(code.dropFirst()), count >= 0, code.dropFirst().first != "+" {
            if code.hasPrefix("S") { return (.bytes(count: count), bigEndian) }
            if code.hasPrefix("U") { return (.codePoints(count: count), bigEndian) }
        }
        throw .unsupported(type: "type '\(type)'")
    }
}
