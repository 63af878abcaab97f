public import Settings

/// How batches are made up.
public struct BatchSettings: StrictlyDecodable, Sendable, Hashable {
    /// A name of ``SamplerRegistry``.
    public var kind = "shuffled"
    /// Of each class in a class-balanced batch, where it has that many.
    public var itemsPerClass = 8

    public init() {}

    public init(from section: Section) throws(SettingsError) {
        kind = try section.choice("kind", default: kind, among: SamplerRegistry.names)
        if kind == ClassBalancedBatches.name {
            itemsPerClass = try section.integer("items_per_class", default: itemsPerClass, in: 2...8_192)
        }
    }

    func sampler(labels: [Int], batch: Int, seed: UInt64) -> any BatchSampler {
        SamplerRegistry.entry(named: kind).init(labels: labels, batch: batch, self, seed: seed)
    }
}
