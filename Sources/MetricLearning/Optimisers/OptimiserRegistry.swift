/// The optimisers a settings file can name.
enum OptimiserRegistry {
    /// In alphabetical order of their names.
    static var entries: [any Optimiser.Type] {
        [
            Adam.self,
            GradientDescent.self,
        ]
    }

    static var names: [String] { entries.map { $0.name } }

    /// The entry of one of ``names``.
    static func entry(named name: String) -> any Optimiser.Type {
        guard let entry = entries.first(where: { $0.name == name }) else { preconditionFailure("'\(name)' is not registered") }
        return entry
    }
}
