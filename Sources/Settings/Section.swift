/// One mapping of a settings file while it is being read.
///
/// Ask for each key once, with its default and what is allowed; then call ``finish()``, which refuses every key
/// nobody asked for. What each key resolved to is kept, so that ``resolved`` is the whole section with its defaults.
/// A reference type because nested sections report back to the one tree; it never leaves the thread that reads.
public final class Section {
    /// Dotted path from the root, empty for the root itself.
    public let path: String
    public let position: Position

    private enum Answer {
        case value(SettingsValue)
        case section(Section)
    }

    private let pairs: [SettingsNode.Pair]
    private var answers: [(key: String, answer: Answer)] = []

    init(path: String, position: Position, pairs: [SettingsNode.Pair]) {
        self.path = path
        self.position = position
        self.pairs = pairs
    }

    /// Every key that was asked for and what it resolved to, in the order asked.
    public var resolved: SettingsValue {
        .section(answers.map { key, answer in
            switch answer {
            case .value(let value): SettingsEntry(key: key, value: value)
            case .section(let section): SettingsEntry(key: key, value: section.resolved)
            }
        })
    }

    /// Whether the file gives the key.
    public func gives(_ key: String) -> Bool { pairs.contains { $0.key == key } }

    /// Where the key's value stands, or the section itself if it is not given; for messages of the caller.
    public func position(of key: String) -> Position { pair(key)?.value.position ?? position }

    /// Refuses keys that were given but never asked for.
    ///
    /// - Throws: ``SettingsError/unknownKey(at:key:section:nearest:known:)``.
    public func finish() throws(SettingsError) {
        let known = answers.map(\.key)
        for pair in pairs where !known.contains(pair.key) {
            throw .unknownKey(
                at: pair.keyPosition, key: pair.key, section: path,
                nearest: nearestName(to: pair.key, among: known), known: known)
        }
    }

    /// Notes what a key resolved to, in place of what an accessor noted (a path made absolute, an automatic value).
    public func record(_ key: String, as value: SettingsValue) {
        if let index = answers.firstIndex(where: { $0.key == key }) {
            answers[index].answer = .value(value)
        } else {
            answers.append((key, .value(value)))
        }
    }

    /// The section under `key`; an empty one if it is not given, so that its defaults are read.
    public func section(_ key: String) throws(SettingsError) -> Section {
        let inner: Section
        if let pair = pair(key) {
            guard let section = asSection(pair) else { throw bad(pair, "a section of keys") }
            inner = section
        } else {
            inner = Section(path: dotted(key), position: position, pairs: [])
        }
        answers.append((key, .section(inner)))
        return inner
    }

    /// A key that takes more than one kind of value; nil if it is not given. ``record(_:as:)`` what it comes to.
    public func alternative(_ key: String) -> Alternative? {
        guard let pair = pair(key) else { return nil }
        switch pair.value.content {
        case .scalar(let text, _): return .text(text)
        case .sequence(let items): return .list(items.map(\.scalarText))
        case .mapping:
            guard let inner = asSection(pair) else { return nil }
            answers.append((key, .section(inner)))
            return .section(inner)
        }
    }

    /// A `badValue` error for a key this section gives.
    public func refusal(of key: String, expected: String, nearest: String? = nil) -> SettingsError {
        .badValue(at: position(of: key), key: dotted(key), value: pair(key)?.value.kind ?? "missing", expected: expected, nearest: nearest)
    }

    // MARK: for the typed accessors

    func pair(_ key: String) -> SettingsNode.Pair? { pairs.first { $0.key == key } }

    func dotted(_ key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }

    func bad(_ pair: SettingsNode.Pair, _ expected: String) -> SettingsError {
        .badValue(at: pair.value.position, key: dotted(pair.key), value: pair.value.kind, expected: expected, nearest: nil)
    }

    /// A key with nothing after it counts as an empty section.
    private func asSection(_ pair: SettingsNode.Pair) -> Section? {
        switch pair.value.content {
        case .mapping(let inner): Section(path: dotted(pair.key), position: pair.value.position, pairs: inner)
        case .scalar("", plain: true): Section(path: dotted(pair.key), position: pair.value.position, pairs: [])
        default: pair.value.isNull ? Section(path: dotted(pair.key), position: pair.value.position, pairs: []) : nil
        }
    }
}

/// The value of a key that takes more than one kind.
public enum Alternative {
    case text(String)
    /// Items that are not plain text are nil.
    case list([String?])
    case section(Section)
}

extension SettingsNode {
    var scalarText: String? {
        guard case .scalar(let text, _) = content else { return nil }
        return text
    }

    /// Whether this is YAML's `null`, spelled out.
    var isNull: Bool {
        switch content {
        case .scalar("~", plain: true), .scalar("null", plain: true): true
        default: false
        }
    }
}
