import Foundation

/// A settings file with its overrides applied, ready to be read.
public struct SettingsFile {
    public let root: Section

    /// Reads a YAML file.
    ///
    /// - Parameters:
    ///   - overrides: `key.path=value` as given to `--set`; the value is read as YAML.
    /// - Throws: ``SettingsError``.
    public init(path: String, overrides: [String] = []) throws(SettingsError) {
        let data: Data
        do {
            data = try Data(contentsOf: URL(fileURLWithPath: path))
        } catch CocoaError.fileReadNoSuchFile {
            throw .unreadable(file: path, reason: "no such file")
        } catch {
            throw .unreadable(file: path, reason: (error as NSError).localizedDescription)
        }
        guard data.count <= 1 << 20 else { throw .unreadable(file: path, reason: "over 1 MiB; is it a settings file?") }
        guard let text = String(data: data, encoding: .utf8) else { throw .unreadable(file: path, reason: "not UTF-8 text") }
        try self.init(text: text, named: path, overrides: overrides)
    }

    /// Reads YAML text; `file` is what messages call it.
    public init(text: String, named file: String, overrides: [String] = []) throws(SettingsError) {
        let unmarked = text.hasPrefix("\u{FEFF}") ? String(text.dropFirst()) : text
        var node = try SettingsNode(parsing: unmarked, named: file)
        for override in overrides { try node.apply(override) }
        guard case .mapping(let pairs) = node.content else {
            throw .syntax(at: node.position, problem: "expected keys and values, found \(node.kind)")
        }
        root = Section(path: "", position: node.position, pairs: pairs)
    }
}

extension SettingsNode {
    fileprivate mutating func apply(_ override: String) throws(SettingsError) {
        let source = "--set \(override)"
        let position = Position(file: source, line: 1, column: 1)
        guard let equals = override.firstIndex(of: "="), equals != override.startIndex else {
            throw .syntax(at: position, problem: "expected key.path=value")
        }
        let keys = override[..<equals].split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard !keys.contains("") else { throw .syntax(at: position, problem: "expected key.path=value") }
        var value = try SettingsNode(parsing: String(override[override.index(after: equals)...]), named: source)
        if case .mapping(let pairs) = value.content, pairs.isEmpty { value.content = .scalar("", plain: true) }
        set(value, at: keys[...], position: position)
    }

    private mutating func set(_ value: SettingsNode, at keys: ArraySlice<String>, position: Position) {
        guard let key = keys.first else {
            self = value
            return
        }
        var pairs: [Pair] = []
        if case .mapping(let existing) = content { pairs = existing }
        if let index = pairs.firstIndex(where: { $0.key == key }) {
            pairs[index].value.set(value, at: keys.dropFirst(), position: position)
        } else {
            var inner = SettingsNode(position: position, content: .mapping([]))
            inner.set(value, at: keys.dropFirst(), position: position)
            pairs.append(Pair(key: key, keyPosition: position, value: inner))
        }
        content = .mapping(pairs)
    }
}
