/// What a text's aliases make of it, found before a parser follows them: where an alias is a key, the parser looks through all
/// of what it stands for, so ten lines that each name the one before nine times would take for ever.
struct AliasExpansion {
    /// Bytes a settings file may come to; far more than any person means.
    private static let limit = 16 << 20

    /// The text so far with every alias replaced, bytes.
    private var total = 0
    /// By anchor: what it stands for, counted up to its first alias, before which what it names must have ended.
    private var sizes: [Substring: Size] = [:]

    private enum Size {
        /// The total where it began.
        case open(Int)
        case closed(Int)
    }

    /// - Throws: ``SettingsError/syntax(at:problem:)`` at the alias that goes over the limit.
    static func check(_ text: String, file: String) throws(SettingsError) {
        guard text.utf8.contains(UInt8(ascii: "*")) else { return }
        var expansion = AliasExpansion()
        var place = text.startIndex, line = 1, column = 1
        var before: Character = "\n"
        while place < text.endIndex {
            let character = text[place]
            if character == "*" || character == "&", before.isWhitespace || "[{,:?-".contains(before) {
                let name = text[text.index(after: place)...].prefix { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "-" }
                expansion.add(name, isAlias: character == "*")
                guard expansion.total <= limit else {
                    throw .syntax(at: Position(file: file, line: line, column: column), problem: "the file's aliases expand it to more than 16 MiB")
                }
            }
            expansion.total += character.utf8.count
            (line, column) = character.isNewline ? (line + 1, 1) : (line, column + 1)
            before = character
            place = text.index(after: place)
        }
    }

    private mutating func add(_ name: Substring, isAlias: Bool) {
        guard isAlias else {
            sizes[name] = .open(total)
            return
        }
        switch sizes[name] {
        case nil: return   // the parser says that it stands for nothing
        case .open(let start):
            let size = total - start
            sizes[name] = .closed(size)
            total += size
        case .closed(let size): total += size
        }
    }
}
