extension String {
    /// The text with its control characters written out, so that a file's name can neither begin a line nor speak to the terminal.
    public var onOneLine: String {
        guard unicodeScalars.contains(where: \.isControl) else { return self }
        return unicodeScalars.reduce(into: "") { text, scalar in text += scalar.isControl ? scalar.escaped(asASCII: true) : String(scalar) }
    }
}

extension Unicode.Scalar {
    /// The two ranges of control characters, line and paragraph separators, and those that turn the writing direction.
    fileprivate var isControl: Bool {
        switch value {
        case 0..<0x20, 0x7F..<0xA0, 0x2028...0x202E, 0x2066...0x2069: true
        default: false
        }
    }
}
