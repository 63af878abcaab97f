/// Values for settings that stand elsewhere, such as those an experiment varies.
///
/// `{train.proxy.k: 3, evaluate: {score: posterior}}` says the same as `{train: {proxy: {k: 3}}, evaluate.score: posterior}`:
/// a section within a patch is a longer path, so what it does not name stays as it was. `{train: ~, train.method: cca}` clears a
/// section first: paths are set in the order given.
public struct SettingsPatch: Sendable {
    struct Change: Sendable {
        let path: [String]
        let position: Position
        let value: SettingsNode
    }

    let changes: [Change]

    /// Changes nothing.
    public init() { changes = [] }

    init(_ changes: [Change]) { self.changes = changes }

    /// Sets the value at one dotted path; messages about it name `position`.
    public init(_ path: String, text: String, at position: Position) {
        self.init(path, SettingsNode(position: position, content: .scalar(text, plain: false)))
    }

    /// Sets the value at one dotted path; messages about it name `position`.
    public init(_ path: String, integer: Int, at position: Position) {
        self.init(path, SettingsNode(position: position, content: .scalar(String(integer), plain: true)))
    }

    private init(_ path: String, _ value: SettingsNode) {
        changes = [Change(path: path.split(separator: ".").map(String.init), position: value.position, value: value)]
    }

    /// Dotted paths and values as YAML spells them, in the order given.
    public var entries: [(path: String, value: String)] { changes.map { ($0.path.joined(separator: "."), $0.value.flow) } }

    /// Where the value of a path, or of a part of it, is set; nil if the patch gives it none.
    public func position(of path: String) -> Position? {
        changes.first { change in
            let own = change.path.joined(separator: ".")
            return own == path || own.hasPrefix(path + ".")
        }?.position
    }

    /// The patch with a text put in place of a mark wherever it stands in a value.
    public func replacing(_ mark: String, with text: String) -> SettingsPatch {
        SettingsPatch(changes.map { Change(path: $0.path, position: $0.position, value: $0.value.replacing(mark, with: text)) })
    }

    /// This patch, then another: where both set a path, the other wins.
    public func followed(by other: SettingsPatch) -> SettingsPatch {
        let replaced = Set(other.changes.map(\.path))
        return SettingsPatch(changes.filter { !replaced.contains($0.path) } + other.changes)
    }
}

extension SettingsPatch {
    /// - Throws: ``SettingsError`` for a path with an empty part, or one that is given twice.
    init(_ pairs: [SettingsNode.Pair], below prefix: [String] = []) throws(SettingsError) {
        var changes: [Change] = []
        for pair in pairs {
            let keys = pair.key.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
            guard !keys.contains("") else { throw .syntax(at: pair.keyPosition, problem: "'\(pair.key)' is no path of keys, such as train.proxy.k") }
            if case .mapping(let inner) = pair.value.content, !inner.isEmpty {
                changes += try SettingsPatch(inner, below: prefix + keys).changes
            } else {
                changes.append(Change(path: prefix + keys, position: pair.keyPosition, value: pair.value))
            }
        }
        for (index, change) in changes.enumerated() where changes[..<index].contains(where: { $0.path == change.path }) {
            throw .syntax(at: change.position, problem: "'\(change.path.joined(separator: "."))' is set twice")
        }
        self.init(changes)
    }
}

extension SettingsNode {
    fileprivate func replacing(_ mark: String, with text: String) -> SettingsNode {
        var node = self
        switch content {
        case .scalar(let own, let plain): node.content = .scalar(own.replacing(mark, with: text), plain: plain)
        case .sequence(let items): node.content = .sequence(items.map { $0.replacing(mark, with: text) })
        case .mapping: break   // a patch has no sections in its values
        }
        return node
    }

    /// One line of YAML.
    var flow: String {
        switch content {
        case .scalar(let text, _): text
        case .sequence(let items): "[" + items.map(\.flow).joined(separator: ", ") + "]"
        case .mapping(let pairs): "{" + pairs.map { "\($0.key): \($0.value.flow)" }.joined(separator: ", ") + "}"
        }
    }
}
