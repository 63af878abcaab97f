/// The proxies a settings file can name.
public enum ProxyRegistry {
    /// In alphabetical order of their names.
    static let entries: [any AnchorProxy.Type] = [
        AttentionProxy.self,
        DotProxy.self,
        MeanProxy.self,
        PlainAnchor.self,
    ]

    public static var names: [String] { entries.map { $0.name } }

    /// The entry of one of ``names``.
    static func entry(named name: String) -> any AnchorProxy.Type {
        guard let entry = entries.first(where: { $0.name == name }) else { preconditionFailure("'\(name)' is not registered") }
        return entry
    }
}
