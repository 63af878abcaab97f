import Yams

/// A parsed settings text: YAML without its surprises, every part with its position.
struct SettingsNode: Sendable {
    enum Content: Sendable {
        /// `plain` is false for quoted text, which is never a number or a flag.
        case scalar(String, plain: Bool)
        case sequence([SettingsNode])
        case mapping([Pair])
    }

    struct Pair: Sendable {
        let key: String
        let keyPosition: Position
        var value: SettingsNode
    }

    let position: Position
    var content: Content

    /// What a message calls this kind of value.
    var kind: String {
        switch content {
        case .scalar(let text, _): text.isEmpty ? "empty" : "'\(text)'"
        case .sequence: "a list"
        case .mapping: "a section"
        }
    }
}

extension SettingsNode {
    /// - Throws: ``SettingsError/syntax(at:problem:)`` with the parser's own position.
    init(parsing text: String, named file: String) throws(SettingsError) {
        try checkNesting(text, file: file)
        try AliasExpansion.check(text, file: file)
        let start = Position(file: file, line: 1, column: 1)
        let root: Node?
        do {
            root = try Yams.compose(yaml: text)
        } catch let error as YamlError {
            throw .syntax(at: error.position(in: file) ?? start, problem: error.problem)
        } catch {
            throw .syntax(at: start, problem: "not valid YAML: \(error)")
        }
        var budget = 100_000
        self = try root.map { node throws(SettingsError) in try SettingsNode(node, file: file, budget: &budget) }
            ?? SettingsNode(position: start, content: .mapping([]))
    }

    /// `budget` bounds the parts of a file whose aliases multiply each other.
    private init(_ node: Node, file: String, budget: inout Int) throws(SettingsError) {
        position = Position(file: file, line: node.mark?.line ?? 1, column: node.mark?.column ?? 1)
        budget -= 1
        guard budget > 0 else { throw .syntax(at: position, problem: "the file expands to more than 100,000 values") }
        switch node {
        case .scalar(let scalar):
            content = .scalar(scalar.string, plain: scalar.style == .plain || scalar.style == .any)
        case .sequence(let sequence):
            var items: [SettingsNode] = []
            for item in sequence { items.append(try SettingsNode(item, file: file, budget: &budget)) }
            content = .sequence(items)
        case .mapping(let mapping):
            var pairs: [Pair] = []
            for (key, value) in mapping {
                let at = Position(file: file, line: key.mark?.line ?? 1, column: key.mark?.column ?? 1)
                guard let name = key.scalar?.string else { throw .syntax(at: at, problem: "a key must be plain text") }
                guard !pairs.contains(where: { $0.key == name }) else { throw .syntax(at: at, problem: "key '\(name)' is given twice") }
                pairs.append(Pair(key: name, keyPosition: at, value: try SettingsNode(value, file: file, budget: &budget)))
            }
            content = .mapping(pairs)
        case .alias:
            throw .syntax(at: position, problem: "an alias that stands for nothing")
        }
    }
}

/// Refuses texts that nest deeper than any settings file does, before a recursive parser meets them.
private func checkNesting(_ text: String, file: String) throws(SettingsError) {
    let deepest = 64
    var line = 1, column = 0, flow = 0, leading = true, dashes = 0, indentation = 0
    for byte in text.utf8 {
        column += 1
        switch byte {
        case UInt8(ascii: "\n"):
            line += 1
            (column, leading, dashes, indentation) = (0, true, 0, 0)
            continue
        case UInt8(ascii: "["), UInt8(ascii: "{"): flow += 1
        case UInt8(ascii: "]"), UInt8(ascii: "}"): flow -= 1
        case UInt8(ascii: " ") where leading: indentation += 1
        case UInt8(ascii: "-") where leading, UInt8(ascii: "?") where leading: dashes += 1
        case UInt8(ascii: "\t") where leading:
            throw .syntax(at: Position(file: file, line: line, column: column), problem: "a tab in the indentation; YAML wants spaces")
        default: leading = false
        }
        if flow > deepest || dashes > deepest || (leading && indentation > 8 * deepest) {
            throw .syntax(at: Position(file: file, line: line, column: column), problem: "nested more than \(deepest) levels deep")
        }
    }
}

extension Position {
    /// The place of the character at `offset`.
    fileprivate init(file: String, offset: Int, in text: String) {
        let before = text.prefix(offset)
        let lineStart = before.lastIndex(where: \.isNewline).map(before.index(after:)) ?? before.startIndex
        self.init(file: file, line: before.count(where: \.isNewline) + 1, column: before[lineStart...].count + 1)
    }
}

extension YamlError {
    fileprivate func position(in file: String) -> Position? {
        switch self {
        case .scanner(_, _, let mark, _), .parser(_, _, let mark, _), .composer(_, _, let mark, _):
            Position(file: file, line: mark.line, column: mark.column)
        case .duplicatedKeysInMapping(_, let context):
            Position(file: file, line: context.mark.line, column: context.mark.column)
        case .reader(_, let offset?, _, let text): Position(file: file, offset: offset, in: text)
        default: nil
        }
    }

    fileprivate var problem: String {
        switch self {
        case .scanner(_, let problem, _, _), .parser(_, let problem, _, _), .composer(_, let problem, _, _): "not valid YAML: \(problem)"
        case .duplicatedKeysInMapping(let keys, _): keys.map { "key '\($0)' is given twice, here first" }.joined(separator: ", ")
        case .reader(let problem, _, let value, _): "not valid YAML: \(problem) (character code \(value))"
        default: "not valid YAML: \(self)"
        }
    }
}
