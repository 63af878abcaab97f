import Foundation

/// A settings file with its overrides applied, ready to be read.
public struct SettingsFile {
    public let root: Section
    private let pairs: [SettingsNode.Pair]

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
        let node = try SettingsNode(parsing: unmarked, named: file)
        var pairs: [SettingsNode.Pair]
        switch node.content {
        case .mapping(let given): pairs = given
        case .scalar("", plain: true): pairs = []
        default: throw .syntax(at: node.position, problem: "expected keys and values, found \(node.kind)")
        }
        for override in overrides { try pairs.apply(override) }
        self.init(pairs: pairs, position: node.position)
    }

    init(pairs: [SettingsNode.Pair], position: Position) {
        self.pairs = pairs
        root = Section(path: "", position: position, pairs: pairs)
    }

    /// The same settings with other values at some paths, not yet read.
    public func applying(_ patch: SettingsPatch) -> SettingsFile {
        var pairs = pairs
        for change in patch.changes { pairs.set(change.value, at: change.path[...], position: change.position) }
        return SettingsFile(pairs: pairs, position: root.position)
    }
}

extension [SettingsNode.Pair] {
    fileprivate mutating func apply(_ override: String) throws(SettingsError) {
        let source = "--set \(override)"
        let position = Position(file: source, line: 1, column: 1)
        guard let equals = override.firstIndex(of: "=") else { throw .syntax(at: position, problem: "expected key.path=value") }
        let keys = override[..<equals].split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard !keys.contains("") else { throw .syntax(at: position, problem: "expected key.path=value") }
        var value = try SettingsNode(parsing: String(override[override.index(after: equals)...]), named: source)
        if case .mapping(let pairs) = value.content, pairs.isEmpty { value.content = .scalar("", plain: true) }
        set(value, at: keys[...], position: position)
    }

    /// Replaces what stands at `keys`, making the sections on the way there.
    fileprivate mutating func set(_ value: SettingsNode, at keys: ArraySlice<String>, position: Position) {
        guard let key = keys.first else { return }
        let known = firstIndex { $0.key == key }
        let index = known ?? count
        if known == nil {
            append(.init(key: key, keyPosition: position, value: SettingsNode(position: position, content: .mapping([]))))
        }
        guard keys.count > 1 else {
            self[index].value = value
            return
        }
        var inner: [SettingsNode.Pair] = []
        if case .mapping(let existing) = self[index].value.content { inner = existing }
        inner.set(value, at: keys.dropFirst(), position: position)
        self[index].value.content = .mapping(inner)
    }
}
