public import Settings

/// Which optimiser moves the parameters, and how.
public struct OptimiserSettings: StrictlyDecodable, Sendable, Hashable {
    /// A name of ``OptimiserRegistry``.
    public var kind = "adam"
    /// Adam's decay rates of the running means of the gradient and its square.
    public var beta1 = 0.9
    public var beta2 = 0.999
    /// Share of the last move that the next one keeps, in gradient descent with momentum.
    public var momentum = 0.9
    /// Share of the learning rate by which every parameter shrinks a step (decoupled from the gradient).
    public var weightDecay = 0.0

    public init() {}

    public init(from section: Section) throws(SettingsError) {
        kind = try section.choice("kind", default: kind, among: OptimiserRegistry.names)
        try OptimiserRegistry.entry(named: kind).read(section, into: &self)
        weightDecay = try section.number("weight_decay", default: weightDecay, in: 0...10)
    }
}
