/// A line of a text that is not blank.
struct TextLine: Hashable {
    /// Counted from 1, blank lines included.
    let number: Int
    /// Where the text begins, in characters, counted from 1.
    let column: Int
    /// Without blanks at either end.
    let text: String

    /// A place for messages, to be put behind the file's name.
    var place: String { "\(number):\(column)" }
}

/// The lines of a text file, whatever made it: a byte order mark, CRLF and blank lines are tolerated.
func textLines(of bytes: [UInt8]) -> [TextLine] {
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    let text = String(decoding: bytes.starts(with: mark) ? bytes[mark.count...] : bytes[...], as: UTF8.self)
    return text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated().compactMap { index, line in
        let text = trimmed(line)
        return text.isEmpty ? nil : TextLine(number: index + 1, column: line.prefix(while: \.isWhitespace).count + 1, text: text)
    }
}

func trimmed(_ text: some StringProtocol) -> String {
    guard let first = text.firstIndex(where: { !$0.isWhitespace }),
        let last = text.lastIndex(where: { !$0.isWhitespace })
    else { return "" }
    return String(text[first...last])
}
