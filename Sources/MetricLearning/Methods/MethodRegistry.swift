/// The methods a settings file can name.
public enum MethodRegistry {
    /// In alphabetical order of their names.
    public static let entries: [any TrainingMethod.Type] = [
        AnchorAwareMethod.self,
    ]

    public static var names: [String] { entries.map { $0.name } }

    /// The entry of one of ``names``.
    public static func entry(named name: String) -> any TrainingMethod.Type {
        guard let entry = entries.first(where: { $0.name == name }) else { preconditionFailure("'\(name)' is not registered") }
        return entry
    }
}
