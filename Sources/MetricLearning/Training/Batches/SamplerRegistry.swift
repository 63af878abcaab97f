/// The kinds of batches a settings file can name.
enum SamplerRegistry {
    /// In alphabetical order of their names.
    static var entries: [any BatchSampler.Type] {
        [
            ClassBalancedBatches.self,
            ShuffledBatches.self,
        ]
    }

    static var names: [String] { entries.map { $0.name } }

    /// The entry of one of ``names``.
    static func entry(named name: String) -> any BatchSampler.Type {
        guard let entry = entries.first(where: { $0.name == name }) else { preconditionFailure("'\(name)' is not registered") }
        return entry
    }
}
