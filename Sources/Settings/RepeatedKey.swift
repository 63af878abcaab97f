import Yams

/// A key that a section has twice.
struct RepeatedKey {
    let name: String
    let first: Position
    let second: Position

    func error() -> SettingsError { .syntax(at: second, problem: "key '\(name)' is given twice; first in line \(first.line)") }
}

extension RepeatedKey {
    /// The parser tells only of the first place. With another name there the text parses, and the second is where the name still stands.
    ///
    /// - Returns: nil where it is not found, as behind an anchor or where many keys are repeated.
    init?(_ error: YamlError, in text: String, named file: String) {
        var renamed = RenamedKeys(text, file)
        var found = error
        while case .duplicatedKeysInMapping(let keys, let context) = found {
            guard let name = keys.first, renamed.rename(name, at: Position(context.mark, file)) else { return nil }
            do {
                guard let root = try Yams.compose(yaml: renamed.text) else { return nil }
                guard let original = renamed.keys.first, let second = renamed.second(in: root) else { return nil }
                self.init(name: original.name, first: original.position, second: second)
                return
            } catch let next as YamlError {
                found = next
            } catch {
                return nil
            }
        }
        return nil
    }
}

/// A text some of whose keys have a first letter that none else has.
private struct RenamedKeys {
    private(set) var text: String
    /// As they were, in the order in which they were renamed.
    private(set) var keys: [(name: String, position: Position)] = []
    private let file: String
    private static let letters = (0xE000 as UInt32..<0xE020).compactMap(Unicode.Scalar.init)   // for private use

    init(_ text: String, _ file: String) { (self.text, self.file) = (text, file) }

    mutating func rename(_ name: String, at position: Position) -> Bool {
        var scalars = text.unicodeScalars
        guard keys.count < Self.letters.count, let first = name.unicodeScalars.first, let line = line(position.line) else { return false }
        // Quoted, it begins one place further on.
        let places = scalars[line].indices.dropFirst(position.column - 1).prefix(2)
        guard let place = places.first(where: { scalars[$0] == first }) else { return false }
        scalars.replaceSubrange(place...place, with: [Self.letters[keys.count]])
        text = String(scalars)
        keys.append((name, position))
        return true
    }

    /// Where the section of the key that was renamed first has its name again.
    func second(in node: Node) -> Position? {
        switch node {
        case .sequence(let items): return items.lazy.compactMap(second).first
        case .mapping(let pairs):
            let places = pairs.map { $0.key.mark.map { Position($0, file) } }
            guard let first = places.firstIndex(where: { $0 == keys[0].position }) else {
                return pairs.lazy.compactMap { second(in: $0.value) ?? second(in: $0.key) }.first
            }
            return zip(pairs, places).dropFirst(first + 1).first { name(of: $0.0.key, at: $0.1) == keys[0].name }?.1
        default: return nil
        }
    }

    private func name(of key: Node, at position: Position?) -> String? { keys.first { $0.position == position }?.name ?? key.string }

    private func line(_ number: Int) -> Range<String.UnicodeScalarView.Index>? {
        let scalars = text.unicodeScalars
        var start = scalars.first == "\u{FEFF}" ? scalars.index(after: scalars.startIndex) : scalars.startIndex
        for _ in 1..<max(1, number) {
            guard let end = scalars[start...].firstIndex(of: "\n") else { return nil }
            start = scalars.index(after: end)
        }
        return start..<(scalars[start...].firstIndex(of: "\n") ?? scalars.endIndex)
    }
}

extension Position {
    fileprivate init(_ mark: Mark, _ file: String) { self.init(file: file, line: mark.line, column: mark.column) }
}
