/// A value in the Python dictionary that heads an npy file.
enum PythonLiteral: Hashable {
    case text(String)
    case boolean(Bool)
    case tuple([Int])
    /// A list: the fields of a structured type.
    case list

    /// Parses `{'key': value, ...}` padded with white space; a key that stands twice is refused.
    static func dictionary(_ bytes: [UInt8]) throws(NPYProblem) -> [String: PythonLiteral] {
        var scanner = PythonScanner(bytes: bytes)
        return try scanner.dictionary()
    }
}

private struct PythonScanner {
    let bytes: [UInt8]
    var position = 0

    init(bytes: [UInt8]) { self.bytes = bytes }

    private var failure: NPYProblem { .malformed("the header is no Python dictionary (byte \(position))") }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        while position < bytes.count, [0x20, 0x09, 0x0a, 0x0d].contains(bytes[position]) { position += 1 }
        guard position < bytes.count, bytes[position] == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }

    mutating func dictionary() throws(NPYProblem) -> [String: PythonLiteral] {
        var fields: [String: PythonLiteral] = [:]
        guard take("{") else { throw failure }
        while !take("}") {
            guard let key = text(), take(":"), fields[key] == nil else { throw failure }
            fields[key] = try value()
            guard take(",") || (take("}") && { position -= 1; return true }()) else { throw failure }
        }
        guard !take("{"), bytes[position...].allSatisfy({ [0x20, 0x09, 0x0a, 0x0d].contains($0) }) else { throw failure }
        return fields
    }

    private mutating func value() throws(NPYProblem) -> PythonLiteral {
        if let text = text() { return .text(text) }
        if take("(") { return .tuple(try integers()) }
        if take("[") { return try list() }
        for (word, value) in [("True", true), ("False", false)] where bytes[position...].starts(with: word.utf8) {
            position += word.utf8.count
            return .boolean(value)
        }
        throw failure
    }

    /// A quoted text without escapes; no type's name has any.
    private mutating func text() -> String? {
        let quote: UInt8
        if take("'") { quote = UInt8(ascii: "'") } else if take("\"") { quote = UInt8(ascii: "\"") } else { return nil }
        guard let end = bytes[position...].firstIndex(of: quote), !bytes[position..<end].contains(UInt8(ascii: "\\")) else { return nil }
        defer { position = end + 1 }
        return String(validating: bytes[position..<end], as: UTF8.self)
    }

    /// The rest of `(3, 4)`, `(3,)` or `()`; Python 2 wrote `3L`.
    private mutating func integers() throws(NPYProblem) -> [Int] {
        var integers: [Int] = []
        while !take(")") {
            let digits = bytes[position...].prefix { (0x30...0x39).contains($0) }
            guard let integer = Int(String(decoding: digits, as: UTF8.self)) else { throw failure }
            position += digits.count
            _ = take("L")
            integers.append(integer)
            guard take(",") || (take(")") && { position -= 1; return true }()) else { throw failure }
        }
        return integers
    }

    /// Skips the fields of a structured type, which is refused by its kind and not by its contents.
    private mutating func list() throws(NPYProblem) -> PythonLiteral {
        var depth = 1
        while depth > 0 {
            guard position < bytes.count else { throw failure }
            if bytes[position] == UInt8(ascii: "[") { depth += 1 }
            if bytes[position] == UInt8(ascii: "]") { depth -= 1 }
            position += 1
        }
        return .list
    }
}
